{% macro one_sided_p_values(rules) %}
    {#
        A select with p_value: Fisher's exact test, one-sided. The sum of its tail is
        exact where twenty-four terms are all, or the rest is nothing: where the terms
        fall fast, or end, or few baskets are expected. Elsewhere counts are large, and
        Peizer's normal approximation (Ling and Pratt 1984) is within 0.3 percent.
        Terms are summed four at a time: parsers and checkers do not like deep nests.
    #}
    {% set sides = [
        'basket_count', 'antecedent_count', 'consequent_count', 'all_count',
    ] %}
    with cells as (
        select
            *,
            cast(basket_count as double) - 0.5e0 as both_cell,
            cast(antecedent_count - basket_count as double) + 0.5e0 as left_cell,
            cast(consequent_count - basket_count as double) + 0.5e0 as right_cell,
            cast(all_count as double) - antecedent_count - consequent_count
            + basket_count - 0.5e0 as neither_cell
        from {{ rules }}
    ),

    {% for first in [20, 16, 12, 8, 4, 0] %}
    terms_from_{{ first }} as (
        select
            *,
            {{ customer_segments.hypergeometric_terms(
                *sides, steps=range(first, first + 4),
                rest='1e0' if loop.first else 'terms_' ~ (first + 4)
            ) }} as terms_{{ first }}
        from {{ 'cells' if loop.first else 'terms_from_' ~ (first + 4) }}
    ),
    {% endfor %}

    approximated as (
        {{ customer_segments.peizer_z('terms_from_0') }}
    )

    select
        *,
        case
            when both_cell < 0 or neither_cell < 0 then 1e0
            when
                antecedent_count * consequent_support < 5
                or least(left_cell, right_cell) < 24
                or left_cell * right_cell < 0.35e0 * both_cell * neither_cell
                then {{ customer_segments.hypergeometric_tail(
                    *sides, terms='terms_0'
                ) }}
            else {{ customer_segments.normal_tail('peizer_z') }}
        end as p_value
    from approximated
{% endmacro %}
