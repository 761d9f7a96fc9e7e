-- equal texts have one key, others another, and null has none
with given as (
    {% for text in ["'a'", "'a'", "'b'", "''", "'A'", 'null'] %}
    select cast({{ text }} as {{ dbt.type_string() }}) as given_text
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

keys as (
    select {{ customer_segments.hash_key('given_text') }} as text_key
    from given
)

select
    count(text_key) as key_count,
    count(distinct text_key) as distinct_count
from keys
having count(text_key) <> 5 or count(distinct text_key) <> 4
