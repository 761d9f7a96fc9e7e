-- equal rows have one hash, and every column counts
with given as (
    {% for amount, word in [(1, 'a'), (1, 'a'), (2, 'a'), (1, 'b')] %}
    select
        {{ amount }} as amount,
        '{{ word }}' as word
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

hashed as (
    select {{ customer_segments.hash_row(['amount', 'word']) }} as row_hash
    from given
)

select count(distinct row_hash) as hash_count
from hashed
having count(distinct row_hash) <> 3
