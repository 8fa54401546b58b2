package io.jhttp.spring.boot.autoconfigure.handler.result;

import java.util.ArrayList;
import java.util.List;

import io.jhttp.server.file.ChosenFiles;
import io.jhttp.spring.boot.autoconfigure.handler.content.Compression;
import io.jhttp.spring.boot.autoconfigure.handler.content.MessageConverters;

/**
 * The kinds of values that handler methods return.
 */
public final class ReturnValueKinds {

	private ReturnValueKinds() {
	}

	/**
	 * Puts the kinds in order.
	 * @param first kinds that go before the built-in ones
	 * @param converters write what is of no other kind
	 * @param files answer with files that methods return
	 * @param compression sends texts, bytes and what converters have written
	 * @return what chooses one for a method
	 */
	public static ReturnValues of(List<ReturnValueResolver> first, MessageConverters converters, ChosenFiles files,
			Compression compression) {
		List<ReturnValueResolver> kinds = new ArrayList<>(first);
		kinds.addAll(List.of(new NoContent.Resolver(), new EntityContent.Resolver(compression),
				new OptionalContent.Resolver(), new TextContent(compression), new BytesContent(compression),
				new StatusOnly(), new ResourceContent(files), new ProblemContent.Resolver(),
				new AnyContent.Resolver()));
		return new ReturnValues(kinds, new ConvertedContent.Resolver(converters, compression));
	}

}
