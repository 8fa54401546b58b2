package io.jhttp.spring.boot.autoconfigure.handler.async;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;

import io.jhttp.server.HttpExchange;
import io.jhttp.spring.boot.autoconfigure.handler.content.MessageConverters;
import io.jhttp.spring.boot.autoconfigure.handler.result.ReturnType;
import io.jhttp.spring.boot.autoconfigure.handler.result.ReturnValue;
import io.jhttp.spring.boot.autoconfigure.handler.result.ReturnValueResolver;
import io.jhttp.spring.boot.autoconfigure.handler.result.ReturnValues;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.util.ClassUtils;

/**
 * Knows the types of results that are not there yet.
 */
public final class AsyncResults implements ReturnValueResolver {

	private final Duration timeout;

	private final List<ReturnValueResolver> kinds = new ArrayList<>();

	/**
	 * Creates it.
	 * @param timeout how long a client waits for a result
	 * @param beanFactory tells whether Reactor is there, and has what its contexts are
	 * given
	 * @param converters write what comes bit by bit
	 */
	public AsyncResults(Duration timeout, ConfigurableBeanFactory beanFactory, MessageConverters converters) {
		this.timeout = timeout;
		this.kinds.add(this::stage);
		this.kinds.add(this::future);
		this.kinds.add(this::callable);
		if (ClassUtils.isPresent("reactor.core.publisher.Mono", beanFactory.getBeanClassLoader())) {
			this.kinds.add(new ReactiveResults(timeout, converters, beanFactory));
		}
	}

	@Override
	public @Nullable ReturnValue resolve(ReturnType type, ReturnValues others) {
		for (ReturnValueResolver kind : this.kinds) {
			ReturnValue value = kind.resolve(type, others);
			if (value != null) {
				return value;
			}
		}
		return null;
	}

	private @Nullable ReturnValue stage(ReturnType type, ReturnValues others) {
		return type.isA(CompletionStage.class)
				? new StageContent(others.of(type.argument(CompletionStage.class)), this.timeout) : null;
	}

	private @Nullable ReturnValue future(ReturnType type, ReturnValues others) {
		return type.isA(Future.class) ? new FutureContent(others.of(type.argument(Future.class)), this.timeout) : null;
	}

	private @Nullable ReturnValue callable(ReturnType type, ReturnValues others) {
		return type.isA(Callable.class) ? new CallableContent(others.of(type.argument(Callable.class))) : null;
	}

	/**
	 * Sets who answers if the result of this exchange is a failure.
	 * @param exchange the exchange, before its method is called
	 * @param failures answers
	 */
	public static void answerFailures(HttpExchange exchange, FailureResponse failures) {
		exchange.attribute(FailureResponse.class.getName(), failures);
	}

	/** By default it is thrown, and the server answers. */
	static FailureResponse failures(HttpExchange exchange) {
		Object failures = exchange.attribute(FailureResponse.class.getName());
		return (failures instanceof FailureResponse answer) ? answer : (failure, later) -> {
			throw failure;
		};
	}

}
