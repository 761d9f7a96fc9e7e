{% macro one_sided_p_values(scored) %}
    {#
        A select with p_value: Fisher's exact test where fewer than five baskets with
        both sides are expected, else chi-square by its signed root z_score. Twenty-four
        terms of Fisher's tail are all that count there, four at a time: parsers and
        checkers do not like deep nests.
    #}
    {% set sides = [
        'basket_count', 'antecedent_count', 'consequent_count', 'all_count',
    ] %}
    with
    {%- for first in [20, 16, 12, 8, 4] %}
    terms_from_{{ first }} as (
        select
            *,
            {{ customer_segments.hypergeometric_terms(
                *sides, steps=range(first, first + 4),
                rest='1e0' if loop.first else 'terms_' ~ (first + 4)
            ) }} as terms_{{ first }}
        from {{ scored if loop.first else 'terms_from_' ~ (first + 4) }}
    ){{ ',' if not loop.last }}
    {%- endfor %}

    select
        *,
        case
            when antecedent_support * consequent_support * all_count < 5
                then {{ customer_segments.hypergeometric_tail(
                    *sides,
                    terms=customer_segments.hypergeometric_terms(
                        *sides, steps=range(4), rest='terms_4'
                    )
                ) }}
            else {{ customer_segments.normal_tail('z_score') }}
        end as p_value
    from terms_from_4
{% endmacro %}
