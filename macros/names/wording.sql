{% macro wording(text) %}
    {#
        Words between names and figures, in the language of segments_language, as SQL
        text. The names themselves stand in seeds.
    #}
    {% set texts = {
        'en': {
            'qualifier': ', ',
            'customers': '{} of customers',
            'revenue': ', {} of revenue',
            'stop': '.',
            'blank': ' ',
            'features': 'What sets it apart: ',
            'between': '; ',
            'average': ' (average ',
            'everybody': ', all customers ',
            'close': ')',
        },
        'zh': {
            'qualifier': '，',
            'customers': '占客户总数的 {}',
            'revenue': '，贡献收入的 {}',
            'stop': '。',
            'blank': '',
            'features': '突出特征：',
            'between': '；',
            'average': '（平均 ',
            'everybody': '，全体客户 ',
            'close': '）',
        },
    } %}
    {% set language = customer_segments.segments_var('segments_language') %}
    {{ return("'" ~ texts[language][text] ~ "'") }}
{% endmacro %}
