"""Verifies the signature of a notification: verify_webhook.py SECRET ID TIMESTAMP SIGNATURE < BODY"""

import base64
import hmac
import sys
import time


def verify(secret, message_id, timestamp, signatures, body, tolerance=300):
    """True if the body is of a holder of the secret and not older than the tolerance."""
    if abs(time.time() - int(timestamp)) > tolerance:
        return False
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{message_id}.{timestamp}.".encode() + body
    expected = "v1," + base64.b64encode(hmac.digest(key, signed, "sha256")).decode()
    return any(hmac.compare_digest(expected, one) for one in signatures.split(" "))


if __name__ == "__main__":
    sys.exit(0 if verify(*sys.argv[1:5], sys.stdin.buffer.read()) else 1)
