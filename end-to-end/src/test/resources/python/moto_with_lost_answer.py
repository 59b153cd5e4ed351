"""moto's server on 127.0.0.1. It performs the first RunInstances whose request contains the word
given as second argument, and closes the connection instead of answering it."""

import io
import socket
import sys

from moto.server import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import run_simple


class LostAnswer:
    def __init__(self, application, word):
        self.application = application
        self.word = word.encode()
        self.lost = False

    def __call__(self, environ, start_response):
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        environ["wsgi.input"] = io.BytesIO(body)
        if not self.lost and b"Action=RunInstances" in body and self.word in body:
            self.lost = True
            for _ in self.application(environ, lambda *answer: None):
                pass
            environ["werkzeug.socket"].shutdown(socket.SHUT_RDWR)
            return []
        return self.application(environ, start_response)


port, word = int(sys.argv[1]), sys.argv[2]
moto = DomainDispatcherApplication(create_backend_app)
run_simple("127.0.0.1", port, LostAnswer(moto, word), threaded=True)
