-- equal texts have one key, others another
with keys as (
    {% for text in ['a', 'a', 'b', '', 'A'] %}
    select {{ customer_segments.hash_key("'" ~ text ~ "'") }} as text_key
    {{ 'union all' if not loop.last }}
    {% endfor %}
)

select count(distinct text_key) as key_count
from keys
having count(distinct text_key) <> 4
