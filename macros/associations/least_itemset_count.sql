{% macro least_itemset_count(basket_count) %}
    {#
        Baskets that must hold a frequent itemset, out of so many. A hair less than the
        share, since 0.07 * 100 is more than 7 in binary; and two at least: of what one
        basket holds all subsets would be frequent.
    #}
    {% set count = customer_segments.segments_var('segments_itemset_min_count') %}
    {% set share = customer_segments.segments_var('segments_itemset_min_support') %}
    {{ return(
        count if count is not none
        else 'greatest(ceil(cast(' ~ share ~ ' as double) * ' ~ basket_count
            ~ ' - 1e-9), 2)'
    ) }}
{% endmacro %}
