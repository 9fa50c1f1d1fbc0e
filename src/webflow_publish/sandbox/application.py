"""The Flask application: middleware, authorization, endpoints, and what they answer put on the wire."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from typing import cast

from flask import Flask, Response, g, request
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from webflow_publish.clock import Clock
from webflow_publish.sandbox.answer import Answer, RefusedError, not_found, too_large
from webflow_publish.sandbox.authorization import Authorization
from webflow_publish.sandbox.endpoint import Call, Endpoints, Route
from webflow_publish.sandbox.fault import Fault, Faults, Loss
from webflow_publish.sandbox.journal import Journal
from webflow_publish.sandbox.middleware import BODY_LIMIT, PREFIX, Middleware
from webflow_publish.sandbox.rate import RateLimit
from webflow_publish.sandbox.seed import Seed
from webflow_publish.sandbox.store import Store


def build(seed: Seed, clock: Clock, journal: Journal, released: threading.Event) -> Flask:
    """Build the application; `released` is set when no fault may hang any longer."""
    store = Store(seed, clock)
    rate = None if seed.rate_limit is None else RateLimit(seed.rate_limit, clock)
    authorization = Authorization(seed.tokens, rate, store)
    endpoints = Endpoints(store, authorization, seed.filter)
    app = Flask("webflow_publish.sandbox", static_folder=None)
    Middleware(Faults(seed.faults), journal, released).register(app)

    def admit() -> None:
        if request.path.startswith(PREFIX):
            g.token, g.rate = authorization.admit(request.headers.get("Authorization", ""))

    def add_rate(response: Response) -> Response:
        response.headers.update(g.get("rate", {}))
        return response

    def state() -> Response:
        return _response(Answer(200, journal.counts() | {"variants": store.states()}))

    app.before_request(admit)
    app.after_request(add_rate)
    app.add_url_rule("/sandbox/state", view_func=state, endpoint="state")
    for route in endpoints.routes():
        name = f"{route.method} {route.path}".replace(".", " ")
        app.add_url_rule(
            f"/v2{route.path}",
            endpoint=name,
            view_func=_view(endpoints, route),
            methods=[route.method],
            provide_automatic_options=False,
        )
    app.register_error_handler(RefusedError, lambda problem: _response(problem.answer))
    app.register_error_handler(HTTPException, _unrouted)
    return app


def _view(endpoints: Endpoints, route: Route) -> Callable[..., Response]:
    def view(**path: str) -> Response:
        fault = cast("Fault | None", g.get("fault"))
        call = Call(
            token=g.token,
            path=path,
            query=request.args.to_dict(),
            content_type=request.mimetype,
            content=request.get_data(),
            loss=Loss() if fault is None else fault.loss,
        )
        return _response(endpoints.answer(route, call))

    return view


def _response(answer: Answer) -> Response:
    if answer.body is None:
        return Response(status=answer.status, headers=dict(answer.headers))
    text = json.dumps(answer.body)
    return Response(text, answer.status, dict(answer.headers), content_type="application/json; charset=utf-8")


def _unrouted(problem: HTTPException) -> Response:
    if isinstance(problem, RequestEntityTooLarge):
        return _response(too_large(BODY_LIMIT))
    return _response(not_found(f"There is no {request.method} {request.path}"))
