package io.jhttp.integration.mounts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

import io.jhttp.server.handler.Post;
import io.jhttp.spring.boot.autoconfigure.handler.RequestHandler;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;

@RequestHandler("/photos")
class PhotoHandler {

	private final Path photos;

	PhotoHandler(@Value("${photos.directory:photos}") Path photos) {
		this.photos = photos;
	}

	@Post
	String add(@RequestParam MultipartFile photo, @RequestParam(defaultValue = "Untitled") String title)
			throws IOException {
		Path stored = Files.createDirectories(this.photos).resolve(UUID.randomUUID().toString());
		photo.transferTo(stored);
		return "'" + title + "' has " + photo.getSize() + " bytes: " + stored.getFileName() + "\n";
	}

}
