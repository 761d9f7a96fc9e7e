-- 64 bits hold none of these sums
with given as (
    {% for _ in range(3) %}
    select cast(9223372036854775807 as bigint) as some_hash
    {{ 'union all' if not loop.last }}
    {% endfor %}
)

select {{ customer_segments.sum_of_hashes('some_hash') }} as found
from given
having
    {{ customer_segments.sum_of_hashes('some_hash') }}
    <> cast('27670116110564327421' as decimal(38, 0))
