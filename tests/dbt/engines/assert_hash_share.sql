-- 0cc175b9 and 92eb5ffe, of which the digests of a and b begin, by 2^32
{% set cases = [] %}
{% for text, digest in [("'a'", 214005177), ("'b'", 2464899070)] %}
{% set expected = digest ~ ' / 4294967296e0' %}
{% do cases.append((text, customer_segments.hash_share(text), expected)) %}
{% endfor %}

{{ customer_segments.cases_that_differ(cases, 'double') }}
