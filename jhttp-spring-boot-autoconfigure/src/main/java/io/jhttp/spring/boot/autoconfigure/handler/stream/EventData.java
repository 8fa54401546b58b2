package io.jhttp.spring.boot.autoconfigure.handler.stream;

import java.io.IOException;

/**
 * Makes text of the data of an event.
 */
@FunctionalInterface
interface EventData {

	/**
	 * The text, such as JSON.
	 * @param data an object that is no text itself
	 * @return any text, also of several lines
	 * @throws IOException if there is no text for it
	 */
	String text(Object data) throws IOException;

}
