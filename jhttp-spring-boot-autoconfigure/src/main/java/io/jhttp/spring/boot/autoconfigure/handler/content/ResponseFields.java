package io.jhttp.spring.boot.autoconfigure.handler.content;

import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.jhttp.server.HttpResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.util.LinkedCaseInsensitiveMap;
import org.springframework.util.MultiValueMap;

/**
 * The header fields of a response as a map: what is put into it is in the response, so
 * that nothing has to be copied. Its views are of the moment.
 */
final class ResponseFields extends AbstractMap<String, List<String>> implements MultiValueMap<String, String> {

	private static final String CONTENT_LENGTH = "Content-Length";

	private final HttpResponse response;

	ResponseFields(HttpResponse response) {
		this.response = response;
	}

	@Override
	public @Nullable String getFirst(String name) {
		return this.response.header(name);
	}

	@Override
	public boolean containsKey(@Nullable Object key) {
		return key instanceof String name && this.response.header(name) != null;
	}

	@Override
	public @Nullable List<String> get(@Nullable Object key) {
		return (key instanceof String name && containsKey(name)) ? lines().get(name) : null;
	}

	@Override
	public void add(String name, @Nullable String value) {
		this.response.addHeader(name, String.valueOf(value));
	}

	@Override
	public void addAll(String name, List<? extends String> values) {
		values.forEach((value) -> add(name, value));
	}

	@Override
	public void addAll(MultiValueMap<String, String> fields) {
		fields.forEach(this::addAll);
	}

	@Override
	public void set(String name, @Nullable String value) {
		this.response.header(name, String.valueOf(value));
	}

	@Override
	public void setAll(Map<String, String> fields) {
		fields.forEach(this::set);
	}

	@Override
	public @Nullable List<String> put(String name, List<String> values) {
		List<String> before = remove(name);
		addAll(name, values);
		return before;
	}

	@Override
	public @Nullable List<String> remove(@Nullable Object key) {
		List<String> before = get(key);
		if (key instanceof String name) {
			this.response.removeHeader(name);
		}
		return before;
	}

	@Override
	public void clear() {
		lines().keySet().forEach(this.response::removeHeader);
	}

	@Override
	public Set<Entry<String, List<String>>> entrySet() {
		return Collections.unmodifiableSet(lines().entrySet());
	}

	@Override
	public Map<String, String> toSingleValueMap() {
		Map<String, String> first = new LinkedCaseInsensitiveMap<>();
		lines().forEach((name, values) -> first.put(name, values.get(0)));
		return first;
	}

	private Map<String, List<String>> lines() {
		Map<String, List<String>> lines = new LinkedCaseInsensitiveMap<>();
		this.response.headers()
			.forEach((field) -> lines.computeIfAbsent(field.getKey(), (name) -> new ArrayList<>(1))
				.add(field.getValue()));
		// The server keeps it apart from other fields.
		String length = this.response.header(CONTENT_LENGTH);
		if (length != null) {
			lines.put(CONTENT_LENGTH, List.of(length));
		}
		return lines;
	}

}
