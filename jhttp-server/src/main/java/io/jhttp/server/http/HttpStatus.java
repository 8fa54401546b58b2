package io.jhttp.server.http;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * The status codes of the registry (RFC 9110, section 15, and those registered since)
 * with a short text for the status line and a long one for people.
 */
public final class HttpStatus {

	private static final Map<Integer, Text> TEXTS = readTexts();

	private HttpStatus() {
	}

	/**
	 * The two texts of a status code.
	 *
	 * @param reason the reason phrase
	 * @param explanation one sentence, without a full stop
	 */
	public record Text(String reason, String explanation) {
	}

	/**
	 * The texts of all registered status codes.
	 * @return an unmodifiable map, by code
	 */
	public static Map<Integer, Text> texts() {
		return TEXTS;
	}

	/**
	 * The reason phrase of a status code.
	 * @param status a status code
	 * @return the phrase, empty if the code is not registered
	 */
	public static String reason(int status) {
		Text text = TEXTS.get(status);
		return (text != null) ? text.reason() : "";
	}

	/**
	 * What a status code means.
	 * @param status a status code
	 * @return a sentence, or the reason phrase where there is no better one
	 */
	public static String explanation(int status) {
		Text text = TEXTS.get(status);
		return (text != null) ? text.explanation() : "";
	}

	/**
	 * Whether a response with this status has no content by definition (RFC 9110,
	 * sections 6.4.1 and 15.3.6).
	 * @param status a status code
	 * @return true for 1xx, 204, 205 and 304
	 */
	public static boolean forbidsContent(int status) {
		return status < 200 || status == 204 || status == 205 || status == 304;
	}

	/**
	 * What a response with this status says of the length of its content (RFC 9110,
	 * sections 8.6 and 15.3.6).
	 * @param status a status code
	 * @param length of the content, or -1 if it is not known
	 * @return a number of bytes, or -1 if it says nothing
	 */
	public static long statedLength(int status, long length) {
		return switch (status) {
			case 204 -> -1;
			case 205 -> 0;
			default -> length;
		};
	}

	private static Map<Integer, Text> readTexts() {
		Map<Integer, Text> texts = new TreeMap<>();
		String[] lines = """
				100|Continue|The server is ready for the content of the request
				101|Switching Protocols|The connection changes to another protocol
				102|Processing|The request is being worked on
				103|Early Hints|Some fields of the final response are known already
				200|OK|The request was fulfilled, the content follows
				201|Created|A resource was created
				202|Accepted|The request was accepted and is processed later
				203|Non-Authoritative Information|The content was changed on its way
				204|No Content|The request was fulfilled, there is nothing to show
				205|Reset Content|Clear the form and start again
				206|Partial Content|A part of the content follows
				207|Multi-Status|Several statuses follow
				208|Already Reported|The members were listed before
				226|IM Used|The content is the result of instance manipulations
				300|Multiple Choices|The resource has several representations
				301|Moved Permanently|The resource has moved for good
				302|Found|The resource is elsewhere for now
				303|See Other|The response is at another address
				304|Not Modified|The resource has not changed since then
				305|Use Proxy|The resource can only be had through a proxy
				307|Temporary Redirect|The resource is elsewhere for now
				308|Permanent Redirect|The resource has moved for good
				400|Bad Request|The request is malformed
				401|Unauthorized|The resource needs credentials
				402|Payment Required|Nothing is free
				403|Forbidden|The request was understood and is refused
				404|Not Found|Nothing matches the given URI
				405|Method Not Allowed|The resource does not have this method
				406|Not Acceptable|There is no representation that the client accepts
				407|Proxy Authentication Required|The proxy needs credentials
				408|Request Timeout|The request took too long to arrive
				409|Conflict|The request conflicts with the state of the resource
				410|Gone|The resource is gone for good
				411|Length Required|The request needs a Content-Length
				412|Precondition Failed|A condition in the request does not hold
				413|Content Too Large|The content of the request is too large
				414|URI Too Long|The request line is too long
				415|Unsupported Media Type|The type of the content is not understood
				416|Range Not Satisfiable|None of the requested ranges exists
				417|Expectation Failed|The expectation cannot be met
				418|I'm a Teapot|The server is a teapot
				421|Misdirected Request|The server does not answer for this host
				422|Unprocessable Content|The content was understood and cannot be used
				423|Locked|The resource is locked
				424|Failed Dependency|An earlier request failed
				425|Too Early|The request might be replayed
				426|Upgrade Required|The resource needs another protocol
				428|Precondition Required|The request needs a condition
				429|Too Many Requests|The client has sent too many requests
				431|Request Header Fields Too Large|The header section is too large
				451|Unavailable For Legal Reasons|The resource is withheld for legal reasons
				500|Internal Server Error|The server failed
				501|Not Implemented|The server does not support this
				502|Bad Gateway|The program behind the server answered nonsense
				503|Service Unavailable|The server is overloaded or in maintenance
				504|Gateway Timeout|The program behind the server did not answer in time
				505|HTTP Version Not Supported|The protocol version is not supported
				506|Variant Also Negotiates|The negotiation has no end
				507|Insufficient Storage|There is no room for the content
				508|Loop Detected|The request runs in circles
				510|Not Extended|The request needs extensions
				511|Network Authentication Required|The network needs credentials
				""".split("\n");
		for (String line : lines) {
			String[] parts = line.split("\\|");
			texts.put(Integer.valueOf(parts[0]), new Text(parts[1], parts[2]));
		}
		return Collections.unmodifiableMap(texts);
	}

}
