{% macro peizer_z(cells) %}
    {#
        A select with peizer_z, the normal deviate of a hypergeometric tail (Ling and
        Pratt 1984, JASA 79, formula of Peizer), from both_cell, left_cell, right_cell
        and neither_cell, which hold the half that a tail of whole numbers begins at.
    #}
    {% set margins = {
        'left_margin': 'both_cell + left_cell',
        'no_left_margin': 'right_cell + neither_cell',
        'right_margin': 'both_cell + right_cell',
        'no_right_margin': 'left_cell + neither_cell',
    } %}
    {% set cells_of = {
        'both_cell': ('left_margin', 'right_margin'),
        'left_cell': ('left_margin', 'no_right_margin'),
        'right_cell': ('no_left_margin', 'right_margin'),
        'neither_cell': ('no_left_margin', 'no_right_margin'),
    } %}
    with margins as (
        select
            *,
            {%- for name, sum in margins.items() %}
            {{ sum }} as {{ name }},
            {%- endfor %}
            both_cell + left_cell + right_cell + neither_cell as total
        from {{ cells }}
    ),

    corrected as (
        select
            *,
            {%- for cell, (row, column) in cells_of.items() %}
            {{ cell }} + 1e0 / 6 + 0.02e0 / (abs({{ cell }}) + 0.5e0)
            + 0.01e0 / ({{ row }} + 1) + 0.01e0 / ({{ column }} + 1)
                as corrected_{{ cell }},
            greatest({{ cell }}, 0.5e0) * ln(
                greatest({{ cell }}, 0.5e0) * total
                / greatest({{ row }} * {{ column }}, 0.5e0)
            ) as {{ cell }}_deviance,
            {%- endfor %}
            abs(both_cell * neither_cell - left_cell * right_cell) as leaning
        from margins
    )

    select
        *,
        (
            corrected_both_cell * corrected_neither_cell
            - corrected_left_cell * corrected_right_cell
        ) / greatest(leaning, 1e-9) * sqrt(
            greatest(
                2 * (
                    both_cell_deviance + left_cell_deviance
                    + right_cell_deviance + neither_cell_deviance
                ), 0e0
            )
            * {{ margins | join(' * ') }} * (total - 1e0 / 6) / total
            {%- for margin in margins %}
            / ({{ margin }} + 1e0 / 6)
            {%- endfor %}
        ) as peizer_z
    from corrected
{% endmacro %}
