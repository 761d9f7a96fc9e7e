{% macro rule_measures(counts) %}
    {#
        The usual measures of rules from the baskets of both sides together, of each
        side, and of all. docs/methods.md has their formulas and sources.
    #}
    with shares as (
        select
            *,
            cast(basket_count as double) / all_count as support,
            cast(antecedent_count as double) / all_count as antecedent_support,
            cast(consequent_count as double) / all_count as consequent_support
        from {{ counts }}
    ),

    measured as (
        select
            *,
            -- of whole numbers: a rule without exception has exactly 1
            cast(basket_count as double) / antecedent_count as confidence,
            support - antecedent_support * consequent_support as leverage,
            cast(antecedent_count + consequent_count - basket_count as double)
                as either_count,
            greatest(
                support * (1 - antecedent_support),
                antecedent_support * (consequent_support - support)
            ) as largest_leverage
        from shares
    ),

    scored as (
        select
            *,
            confidence / consequent_support as lift,
            case
                when basket_count < antecedent_count
                    then (1 - consequent_support) / (1 - confidence)
            end as conviction,
            case when largest_leverage = 0 then 0 else leverage / largest_leverage end
                as zhangs_metric,
            support / sqrt(antecedent_support * consequent_support) as cosine,
            (confidence + support / consequent_support) / 2 as kulczynski,
            abs(antecedent_count - consequent_count) / either_count as imbalance_ratio,
            basket_count / either_count as jaccard
        from measured
    ),

    tested as (
        {{ customer_segments.one_sided_p_values('scored') }}
    )

    select * from tested
{% endmacro %}
