with bons as (
    select * from {{ source('kasse', 'bons') }}
)

select
    "Bon-Nr" as bon_nr,
    Pos as pos,
    Kunde,
    EAN,
    Filiale as filiale,
    Storno as storno,
    Stueck as stueck,
    try_cast(Preis_Cent as double) as preis_cent,
    try_cast(Rabatt_Cent as double) as rabatt_cent,
    Testkauf = 'J' as ist_testkauf,
    coalesce(cast(try_strptime(Zeit, '%d.%m.%Y %H:%M') as varchar), Zeit) as zeit
from bons
