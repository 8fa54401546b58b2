package io.jhttp.spring.boot.autoconfigure.handler.result;

import io.jhttp.server.HttpExchange;
import io.jhttp.server.HttpResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.ResponseStatus;

/**
 * The status that {@link ResponseStatus} on a method or its class declares. An error with
 * a reason is all of the response, as it is in Spring MVC.
 */
final class AnnotatedStatus implements ReturnValue {

	private final int status;

	private final String reason;

	private final ReturnValue content;

	private AnnotatedStatus(int status, String reason, ReturnValue content) {
		this.status = status;
		this.reason = reason;
		this.content = content;
	}

	static ReturnValue around(ReturnType type, ReturnValue content) {
		ResponseStatus annotation = find(type);
		return (annotation == null) ? content
				: new AnnotatedStatus(annotation.code().value(), annotation.reason(), content);
	}

	private static @Nullable ResponseStatus find(ReturnType type) {
		ResponseStatus own = type.annotation(ResponseStatus.class);
		return (own != null) ? own
				: AnnotatedElementUtils.findMergedAnnotation(type.method().getDeclaringClass(), ResponseStatus.class);
	}

	/**
	 * The status of a response without content.
	 * @return 204 if none is declared
	 */
	static int withoutContent(ReturnType type) {
		ResponseStatus annotation = find(type);
		return (annotation != null) ? annotation.code().value() : 204;
	}

	@Override
	public void write(@Nullable Object value, HttpExchange exchange) throws Exception {
		HttpResponse response = exchange.response();
		if (this.status >= 400 && !this.reason.isEmpty() && !response.isBegun()) {
			this.content.discard(value);
			response.sendError(this.status, this.reason);
			return;
		}
		// What has nothing to say sends the status itself.
		if (!(this.content instanceof NoContent) && !response.isCommitted()) {
			response.status(this.status);
		}
		this.content.write(value, exchange);
	}

	@Override
	public void discard(@Nullable Object value) {
		this.content.discard(value);
	}

	@Override
	public boolean mayBlock() {
		return this.content.mayBlock();
	}

	@Override
	public boolean isAsynchronous() {
		return this.content.isAsynchronous();
	}

	@Override
	public boolean canWriteAs(MediaType mediaType) {
		return this.content.canWriteAs(mediaType);
	}

}
