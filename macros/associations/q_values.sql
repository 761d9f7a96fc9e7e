{% macro q_values(tests, possible, family) %}
    {#
        A select of tests with p_value, corrected within families for all tests that
        were possible (Benjamini and Hochberg 1995): those that are not listed have a p
        value of 1. The rank of equals is the largest of theirs.
    #}
    with ranked as (
        select
            *,
            count(*) over (
                partition by {{ family }}
                order by p_value asc
                range between unbounded preceding and current row
            ) as p_rank
        from {{ tests }}
    )

    select
        *,
        least(
            1,
            min(p_value * {{ possible }} / p_rank) over (
                partition by {{ family }}
                order by p_value desc
                range between unbounded preceding and current row
            )
        ) as q_value
    from ranked
{% endmacro %}
