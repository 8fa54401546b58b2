package io.jhttp.server.framed;

/**
 * What a frame says. Its number is that of its place here.
 */
enum FrameType {

	/**
	 * Of a request: method and target, and fields. Of a response: a status, and fields.
	 */
	HEAD,

	/** Content. */
	DATA,

	/** There is no more content. */
	END,

	/** How many more bytes of content the other side may send. */
	CREDIT,

	/** The exchange is given up. */
	RESET

}
