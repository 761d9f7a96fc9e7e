-- 0cc175b9 and 92eb5ffe, of which the digests of a and b begin, by 2^32
with cases as (
    select
        'a' as given,
        {{ customer_segments.hash_share("'a'") }} as found,
        214005177 / 4294967296e0 as expected
    union all
    select
        'b' as given,
        {{ customer_segments.hash_share("'b'") }} as found,
        2464899070 / 4294967296e0 as expected
)

select
    given,
    found,
    expected
from cases
where found is distinct from expected
