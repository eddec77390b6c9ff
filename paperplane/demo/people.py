"""The cast: who they are, and who follows whom besides those who talk."""

import zlib
from datetime import date, datetime, timedelta

import msgspec

from paperplane.accounts.types import Locale

# Everybody's password in the demo. A demo listens on 127.0.0.1 only and lets anybody in anyway.
PASSWORD = "correct horse battery staple"  # noqa: S105 -- meant to be known


class Cast(msgspec.Struct, frozen=True):
    """One of the cast. `age` holds whenever the demo is made; the birthday is a month and a day."""

    handle: str
    name: str
    age: int
    birthday: tuple[int, int]
    pronouns: str
    bio: str
    links: tuple[str, ...] = ()
    locale: Locale = "en"
    private: bool = False
    operator: bool = False

    def born(self, today: date) -> date:
        """The birth date that makes them as old as they are."""
        had_it = self.birthday <= (today.month, today.day)
        return date(today.year - self.age - (0 if had_it else 1), *self.birthday)

    def joined(self, now: datetime) -> datetime:
        """When they signed up: before all that is said, the young not long ago, and never all on one day."""
        chance = zlib.crc32(self.handle.encode())
        return now - timedelta(days=25 + chance % (600 if self.age > 20 else 50), minutes=chance % 1440)


CAST = (
    Cast("ana", "Ana Reyes", 22, (4, 12), "she/her",
         "Small films about things that fly, mostly kites. Usually on a train.", ("https://reyes.example/films",)),
    Cast("ben", "Ben Ashworth", 14, (9, 3), "he/him", "Class 9b. Skateboards, green things, paper planes."),
    Cast("chidi", "Chidi Okafor", 31, (1, 27), "he/him",
         "I build kites from market paper and fly them over the lagoon. Plans are free, always.",
         ("https://okafor.example/plans", "https://okafor.example/crashes")),
    Cast("dana", "Dana Weiss", 38, (11, 8), "she/her",
         "I look after the rules here, and after the people they are for. Write to me when you are not sure."),
    Cast("eve", "Eve Halloran", 27, (2, 14), "she/her", "I break software, then write polite letters about it.",
         ("https://halloran.example/letters",)),
    Cast("fatou", "Fatou Diallo", 45, (6, 30), "she/her",
         "I run this server, from a cupboard with good air. Tell me when something feels odd.", operator=True),
    Cast("gil", "Gil Sørensen", 58, (10, 19), "he/him", "Writes the code, reads the letters. Rye bread on Sundays.",
         ("https://sorensen.example",)),
    Cast("juno", "Juno Baptiste", 24, (7, 2), "she/they", "Night train book club. Lanterns. A cat who knows too much.",
         ("https://nighttrain.example/club",)),
    Cast("mateo", "Mateo Fuentes", 23, (3, 21), "él", "Taller de bicis por el día, guitarra por la noche. Remo mal.",
         ("https://fuentes.example/taller",), "es"),
    Cast("lucia", "Lucía Herrera", 76, (12, 13), "ella", "Abuela de seis. El limonero es del patio, las recetas son mías.",
         (), "es"),
    Cast("priya", "Priya Nair", 29, (8, 16), "she/her", "Timetables, bells, hills. There is always a plan B."),
    Cast("oskar", "Oskar Lund", 33, (5, 5), "he/him", "Carpenter by a lake. Owner of a chess set with a cork bishop."),
    Cast("noor", "Noor Haddad", 15, (2, 2), "she/her", "Science fair. Measures twice."),
    Cast("leo", "Leo Marchetti", 14, (6, 11), "he/him", "landed it (not well)"),
    Cast("hana", "Hana Sato", 26, (10, 1), "she/her", "Film photographs of ferries. Thirty-six a month, or thirty-seven.",
         ("https://sato.example/ferries",), private=True),
    Cast("tomas", "Tomás Vidal", 41, (9, 24), "él", "Vela para niños en Aldervik. Doce marineros pequeños y un silbato.",
         (), "es"),
    Cast("amara", "Amara Nwosu", 19, (4, 4), "she/her", "forty seconds at a time", ("https://nwosu.example/songs",)),
    Cast("walt", "Walt Keller", 63, (1, 9), "he/him", "Ferry mechanic. The Marguerite and I have an understanding."),
    Cast("sofia", "Sofía Marín", 28, (8, 28), "ella", "Enfermera de barrio, siempre en bici.", (), "es"),
    Cast("imani", "Imani Brooks", 52, (3, 7), "she/her", "Teaches physics at Hall Street School. The tree is not my fault."),
    Cast("rui", "Rui Tavares", 47, (11, 30), "he/him", "Baker. The oven is on at three, the door opens at six."),
)

# Friends who do not happen to write to each other; who talks follows each other anyway.
FRIENDS = (
    "juno priya", "juno oskar", "juno amara", "mateo priya", "mateo oskar", "mateo sofia", "priya oskar", "hana juno",
    "hana walt", "chidi amara", "chidi fatou", "chidi gil", "gil dana", "imani fatou", "lucia rui", "leo noor",
    "dana rui", "ben imani", "noor imani", "leo imani",
)
# Follower and followed.
FOLLOWERS = (
    "juno chidi", "mateo chidi", "priya chidi", "oskar chidi", "hana chidi", "dana chidi", "sofia chidi", "tomas chidi",
    "walt chidi", "eve chidi", "rui chidi", "mateo amara", "sofia ana", "imani ana", "rui ana", "eve dana",
    "lucia mateo", "ana rui", "ana imani", "walt oskar",
)
# Who asks to follow a private account, and waits.
ASKING = ("tomas hana",)
