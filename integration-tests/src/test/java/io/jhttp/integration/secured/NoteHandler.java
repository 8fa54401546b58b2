package io.jhttp.integration.secured;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.jhttp.server.handler.Delete;
import io.jhttp.server.handler.Get;
import io.jhttp.server.handler.Put;
import io.jhttp.spring.boot.autoconfigure.handler.RequestHandler;

import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;

@RequestHandler("/api/notes")
public class NoteHandler {

	private final Map<String, String> notes = new ConcurrentHashMap<>();

	@Get
	Map<String, String> all() {
		return this.notes;
	}

	@Put("/{name}")
	void put(@PathVariable String name, @RequestBody String text, @AuthenticationPrincipal Jwt token) {
		this.notes.put(name, text + ", by " + token.getSubject());
	}

	@Delete("/{name}")
	@PreAuthorize("authentication.name == 'ann'")
	public void delete(@PathVariable String name) {
		this.notes.remove(name);
	}

}
