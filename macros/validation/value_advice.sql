{% macro value_advice(name, value) %}
    {# What to write for a variable whose value cannot be used; none where it can. #}
    {% set spec = customer_segments.known_variables()[name] %}
    {% if value is none and spec.get('nullable') %}
        {{ return(none) }}
    {% endif %}
    {{ return(customer_segments['_' ~ spec['type'] ~ '_advice'](spec, value)) }}
{% endmacro %}

{% macro _integer_advice(spec, value) %}
    {% set usable = value is integer and value >= spec['from']
        and (spec.get('to') is none or value <= spec['to']) %}
    {% set range = 'of at least ' ~ spec['from'] if spec.get('to') is none
        else 'from ' ~ spec['from'] ~ ' to ' ~ spec['to'] %}
    {{ return(none if usable or value == spec.get('or', 'a number')
        else 'Give a whole number ' ~ range ~ (', or ' ~ spec.or if spec.or) ~ '.') }}
{% endmacro %}

{% macro _number_advice(spec, value) %}
    {% set usable = value is number and value is not boolean
        and (value > spec['above'] if 'above' in spec else value >= spec['from'])
        and ('to' not in spec or value <= spec['to'])
        and ('below' not in spec or value < spec['below']) %}
    {% set least = 'above ' ~ spec['above'] if 'above' in spec
        else 'of at least ' ~ spec['from'] %}
    {% set most = ' and at most ' ~ spec.to if 'to' in spec
        else ' and below ' ~ spec.below if 'below' in spec else '' %}
    {{ return(none if usable else 'Give a number ' ~ least ~ most ~ '.') }}
{% endmacro %}

{% macro _boolean_advice(spec, value) %}
    {{ return(none if value is boolean else 'Give true or false, without quotes.') }}
{% endmacro %}

{% macro _choice_advice(spec, value) %}
    {{ return(none if value in spec['choices']
        else 'Give one of ' ~ spec['choices'] | join(', ') ~ '.') }}
{% endmacro %}

{% macro _choices_advice(spec, value) %}
    {% set usable = value is sequence and value is not string and value is not mapping
        and value | reject('in', spec['choices']) | list == [] %}
    {{ return(none if usable
        else 'Give a list of ' ~ spec['choices'] | join(', ') ~ ', or [].') }}
{% endmacro %}

{% macro _event_types_advice(spec, value) %}
    {% set types = customer_segments.event_types() %}
    {% set usable = value is mapping
        and value.values() | reject('in', types) | list == [] %}
    {{ return(none if usable else 'Give a mapping: the name of an event, and one of '
        ~ types | join(', ') ~ '.') }}
{% endmacro %}

{% macro _text_advice(spec, value) %}
    {% set usable = value is string and value | trim | length > 0 %}
    {{ return(none if usable else 'Give a path in quotes'
        ~ (', or null.' if spec.get('nullable') else '.')) }}
{% endmacro %}

{% macro _date_advice(spec, value) %}
    {# YAML hands an unquoted date over as a date; its text has the same form #}
    {% set found = modules.re.match('(\\d{4})-(\\d{2})-(\\d{2})$', value | string) %}
    {% set real = namespace(date=false) %}
    {% if found %}
        {% set year, month, day = found.groups() | map('int') %}
        {% set leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) %}
        {% set lengths = [31, 28 + leap, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] %}
        {% set real.date = 1 <= month <= 12 and 1 <= day <= lengths[month - 1] %}
    {% endif %}
    {% set last = modules.datetime.date.today() + modules.datetime.timedelta(1) %}
    {{ return(none if real.date and '1900' <= value | string <= last | string
        else "Give a date from 1900 to tomorrow as 'YYYY-MM-DD', or null for the "
        ~ 'midnight after the newest order.') }}
{% endmacro %}

{% macro _inputs_advice(spec, value) %}
    {{ return(none if value is mapping else
        'Give a mapping: an input, under it relation and columns.') }}
{% endmacro %}
