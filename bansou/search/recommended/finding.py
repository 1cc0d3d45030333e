"""What a person is shown above his results because staff recommend it."""

from accounts.audiences import Person
from bansou.search.finding import cards_at
from bansou.search.hits import Place
from bansou.search.models.recommendation import MOST_RECOMMENDED, Recommendation
from bansou.search.registry import Card


def recommended(user: Person, query: str) -> list[Card]:
    """The things recommended for these words that the person may see. One query; where there are some, one more for each kind."""
    things = [thing for row in Recommendation.objects.for_query(query) for thing in row.things]
    places = [Place(kind, int(key), 0.0) for kind, _, key in (thing.partition(":") for thing in dict.fromkeys(things))]
    cards = cards_at(user, places)
    return [card for place in places if (card := cards.get((place.kind, place.key)))][:MOST_RECOMMENDED]
