"""Names for people who do not exist: given names and family names of many places, put together by number."""

from __future__ import annotations

from math import gcd

_GIVEN = (
    "Abena Adaeze Adil Agata Aiko Alasdair Alejo Amina Anders Aneta Anwen Arjun Asha Astrid Ayan Azadeh Bahar "
    "Bartosz Benedek Binta Blessing Bogdan Branka Bronwen Camilo Catrin Chidi Chloe Citlali Dafydd Dalia Daria "
    "Deepa Desta Dilnoza Dora Ebo Edda Efua Eilidh Elif Elan Emeka Enikő Esi Farida Fatou Fernanda Finlay Flora "
    "Gabor Genet Giorgia Gita Gwen Hanna Haroon Hedda Helmi Hideo Hodan Ibrahim Idris Ifeoma Ilse Imran Ines Iona "
    "Ioana Isra Ivo Jamila Jana Javid Joaquim Jovana Juna Kaito Kamal Katya Kelechi Kemal Kiran Kofi Lata Leila "
    "Lenka Levente Lidia Lowri Luz Mahin Malik Mara Marek Mei Mihai Mina Mirela Moses Nadia Nasrin Neema Nia "
    "Nikolai Noura Obi Odalys Olga Omar Oonagh Orla Paloma Parisa Pavel Petra Pilar Radka Rafiq Rana Renata Rhys "
    "Rosa Ruta Sabela Sami Sana Saoirse Selam Sena Sibusiso Sigrid Sofia Soraya Stoyan Suda Suleiman Tadeusz Tala "
    "Tamar Tariq Tegan Temesgen Thandi Tomasz Tove Uche Ursula Valeria Vasil Viktor Wanjiru Wiktoria Xenia Yara "
    "Yohannes Yuna Zainab Zdenka Zeynep Zofia"
)

_FAMILY = (
    "Abara Achieng Adler Ahlgren Aldana Amsel Andrade Arkwright Asgari Bakker Banda Barros Beckett Belic Bergman "
    "Birch Blom Bondarenko Brandt Bright Byrne Calder Castell Chaudhry Chowdhury Clough Costa Cruz Dahl Danso "
    "Dene "
    "Desai Diallo Dobrev Drummond Duarte Eames Ekström Eldridge Engel Ersoy Farrow Fekete Ferreira Fielding Finch "
    "Fontaine Fraser Gashi Ghebre Gondal Greaves Grimshaw Guzman Hadley Halloran Hartley Hassan Hedges Holm "
    "Horvath Ibarra Iqbal Ivanova Jakobsen Jansen Joshi Kaminska Karimi Kaya Kearney Keita Khoury Kirk Kovac "
    "Kuznetsova Lachowicz Laing Lambert Larsen Lemos Lindgren Lopes Lovell Madaki Maguire Mahmoud Malone Mandal "
    "Marsh Mbeki Mehta Mendoza Mensah Milani Molnar Moreno Moss Nakamura Navarro Nyberg Odum Okafor Oliveira "
    "Orban "
    "Osei Owusu Palmer Pardo Parry Patel Pereira Petrov Pham Pinto Popescu Prior Quaye Quinn Rahman Ramos Rashid "
    "Reyes Ridley Rossi Rowan Saleh Sandoval Sato Seidel Shah Sharp Silva Singh Skinner Sobczak Solberg Stern "
    "Sutter Szabo Takeda Tanner Teklu Thapa Thorne Toma Torres Tran Usman Vance Varga Vargas Vega Venn Viljoen "
    "Wallis Weaver Wendt Whitlock Wilde Wren Yamada Yildiz Zaman Zapata Zielinski"
)

GOLDEN = 0.618034
"""Steps of this share of a circle never come close to where one was before."""

GIVEN, FAMILY = tuple(_GIVEN.split()), tuple(_FAMILY.split())


def full_name(number: int) -> str:
    """
    Return the name of the person with this number: no two have the same.

    All pairs of a given and a family name come before the first person with two family names.
    """
    pairs = len(GIVEN) * len(FAMILY)
    turn, place = divmod(number, pairs)
    # A stride without a common factor visits every pair once, and neighbours share neither name.
    given, family = divmod(place * _stride(pairs) % pairs, len(FAMILY))
    name = f"{GIVEN[given]} {FAMILY[family]}"
    return f"{name}-{FAMILY[(family + turn) % len(FAMILY)]}" if turn else name


def _stride(pairs: int) -> int:
    return next(step for step in range(round(pairs * GOLDEN), pairs) if gcd(step, pairs) == 1)
