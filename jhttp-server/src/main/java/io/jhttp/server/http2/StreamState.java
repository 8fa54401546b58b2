package io.jhttp.server.http2;

/**
 * The life of a stream as RFC 9113, section 5.1, draws it, without the states of pushed
 * ones. What the client sends is received, what the server sends is sent.
 *
 * <pre>
 *                    headers received
 *   (idle) ────────────────────────────────────▶ OPEN
 *                                                 │ │
 *                  end received                   │ │               end sent
 *            ┌────────────────────────────────────┘ └──────────────────────────────┐
 *            ▼                                                                     ▼
 *   HALF_CLOSED_REMOTE: the response is due            HALF_CLOSED_LOCAL: the client still sends
 *            │                                                                     │
 *            └──── end sent ──────────▶ CLOSED ◀─────────────── end received ──────┘
 *
 *   any ── reset sent or received ──▶ CLOSED
 * </pre>
 */
enum StreamState {

	OPEN, HALF_CLOSED_REMOTE, HALF_CLOSED_LOCAL, CLOSED;

	StreamState endReceived() {
		return (this == OPEN) ? HALF_CLOSED_REMOTE : CLOSED;
	}

	StreamState endSent() {
		return (this == OPEN) ? HALF_CLOSED_LOCAL : CLOSED;
	}

	/** Whether the client may send content or trailers. */
	boolean receives() {
		return this == OPEN || this == HALF_CLOSED_LOCAL;
	}

}
