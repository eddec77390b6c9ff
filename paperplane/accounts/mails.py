"""The few texts the server itself writes, in each language."""

from paperplane.accounts.types import Locale, MailDue, Mailing, Purpose
from paperplane.core.mail import Mail

VERIFY: dict[Locale, tuple[str, str]] = {
    "en": ("Confirm your e-mail address", """Hello @{handle},

open this link to confirm that this address is yours:

{link}

It works for {hours} hours. If you did not ask for this, do nothing.

{server}
"""),
    "es": ("Confirma tu dirección de correo", """Hola, @{handle}:

abre este enlace para confirmar que esta dirección es tuya:

{link}

Sirve durante {hours} horas. Si no lo has pedido, no hagas nada.

{server}
"""),
}

RESET: dict[Locale, tuple[str, str]] = {
    "en": ("Choose a new password", """Hello @{handle},

open this link to choose a new password:

{link}

It works for {hours} hours, once. All your devices are signed out then.
If you did not ask for this, do nothing: your password stays as it is.

{server}
"""),
    "es": ("Elige una contraseña nueva", """Hola, @{handle}:

abre este enlace para elegir una contraseña nueva:

{link}

Sirve durante {hours} horas y una sola vez. Después se cerrará la sesión en todos tus dispositivos.
Si no lo has pedido, no hagas nada: tu contraseña sigue siendo la misma.

{server}
"""),
}

REPLACED: dict[Locale, tuple[str, str]] = {
    "en": ("Your e-mail address was changed", """Hello @{handle},

this address no longer belongs to your account: from now on it cannot be used to choose a new password.
If that was not you, sign in and change your password.

{server}
"""),
    "es": ("Tu dirección de correo ha cambiado", """Hola, @{handle}:

esta dirección ya no pertenece a tu cuenta: desde ahora no sirve para elegir una contraseña nueva.
Si no has sido tú, inicia sesión y cambia tu contraseña.

{server}
"""),
}


TEXTS: dict[Mailing, dict[Locale, tuple[str, str]]] = {
    "verify_email": VERIFY, "reset_password": RESET, "email_replaced": REPLACED}
PAGES: dict[Purpose, str] = {"verify_email": "verify-email", "reset_password": "reset-password"}


def written(due: MailDue, *, link: str, hours: int, server: str) -> Mail:
    subject, body = TEXTS[due.kind][due.locale]
    return Mail(due.to, subject, body.format(handle=due.handle, link=link, hours=hours, server=server))
