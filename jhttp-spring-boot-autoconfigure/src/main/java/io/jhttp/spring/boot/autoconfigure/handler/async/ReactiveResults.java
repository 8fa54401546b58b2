package io.jhttp.spring.boot.autoconfigure.handler.async;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.jhttp.server.HttpExchange;
import io.jhttp.spring.boot.autoconfigure.handler.content.MessageConverters;
import io.jhttp.spring.boot.autoconfigure.handler.result.ReturnType;
import io.jhttp.spring.boot.autoconfigure.handler.result.ReturnValue;
import io.jhttp.spring.boot.autoconfigure.handler.result.ReturnValueResolver;
import io.jhttp.spring.boot.autoconfigure.handler.result.ReturnValues;
import io.jhttp.spring.boot.autoconfigure.handler.stream.ElementContent;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.core.ResolvableType;
import org.springframework.http.MediaType;

/**
 * Results of reactive types, if Reactor is there: a {@code Mono} is answered with its
 * value, a {@code Flux} with its values one by one, or else with the list of them.
 */
final class ReactiveResults implements ReturnValueResolver {

	private final Duration timeout;

	private final MessageConverters converters;

	private final List<ReactorContextSource> contexts;

	ReactiveResults(Duration timeout, MessageConverters converters, BeanFactory beanFactory) {
		this.timeout = timeout;
		this.converters = converters;
		this.contexts = beanFactory.getBeanProvider(ReactorContextSource.class).orderedStream().toList();
	}

	@Override
	public @Nullable ReturnValue resolve(ReturnType type, ReturnValues others) {
		ReactiveAdapter adapter = ReactiveAdapterRegistry.getSharedInstance().getAdapter(type.rawClass());
		if (adapter == null) {
			return null;
		}
		ResolvableType element = adapter.isNoValue() ? ResolvableType.forClass(Void.class)
				: type.type().as(adapter.getReactiveType()).getGeneric();
		ElementContent single = null;
		if (adapter.isMultiValue()) {
			single = new ElementContent(this.converters.with(type.hints()), element.resolve(Object.class));
			element = ResolvableType.forClassWithGenerics(List.class, element);
		}
		ReturnValue content = others.of(new ReturnType(type.method(), element));
		return new Subscribed(adapter, single, new StageContent(content, this.timeout), this.contexts);
	}

	private record Subscribed(ReactiveAdapter adapter, @Nullable ElementContent single, ReturnValue stage,
			List<ReactorContextSource> contexts) implements ReturnValue {

		@Override
		public void write(@Nullable Object value, HttpExchange exchange) throws Exception {
			Publisher<?> publisher = (value != null) ? inContext(this.adapter.toPublisher(value)) : null;
			if (publisher != null && this.single != null && this.single.send(publisher, exchange)) {
				return;
			}
			CompletableFuture<?> result = (publisher != null) ? subscribe(publisher) : null;
			try {
				this.stage.write(result, exchange);
			}
			catch (Exception | Error ex) {
				this.stage.discard(result);
				throw ex;
			}
		}

		private Publisher<?> inContext(Publisher<?> publisher) {
			Publisher<?> result = publisher;
			for (ReactorContextSource source : this.contexts) {
				result = this.adapter.isMultiValue() ? Flux.from(result).contextWrite(source.get())
						: Mono.from(result).contextWrite(source.get());
			}
			return result;
		}

		private CompletableFuture<?> subscribe(Publisher<?> publisher) {
			return this.adapter.isMultiValue() ? Flux.from(publisher).collectList().toFuture()
					: Mono.from(publisher).toFuture();
		}

		@Override
		public boolean mayBlock() {
			return false;
		}

		@Override
		public boolean isAsynchronous() {
			return true;
		}

		@Override
		public boolean canWriteAs(MediaType mediaType) {
			return (this.single != null && this.single.canWriteAs(mediaType)) || this.stage.canWriteAs(mediaType);
		}

	}

}
