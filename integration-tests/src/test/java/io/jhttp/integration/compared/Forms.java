package io.jhttp.integration.compared;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

import io.jhttp.server.handler.Post;
import io.jhttp.spring.boot.autoconfigure.handler.RequestHandler;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;

import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/**
 * The compared application: forms with files.
 */
@RequestHandler
@RestController
class Forms {

	private static String describe(MultipartFile file) {
		try {
			return file.getName() + "/" + file.getOriginalFilename() + "/" + file.getContentType() + "/"
					+ file.getSize() + "/" + file.isEmpty() + "/" + new String(file.getBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Post("/form/file")
	@PostMapping("/form/file")
	String file(@RequestParam MultipartFile file, @RequestParam(defaultValue = "none") String text) {
		return describe(file) + " " + text;
	}

	@Post("/form/bare")
	@PostMapping("/form/bare")
	String bare(MultipartFile file) {
		return describe(file);
	}

	@Post("/form/list")
	@PostMapping("/form/list")
	String list(@RequestParam("file") List<MultipartFile> files) {
		return files.stream().map(Forms::describe).collect(Collectors.joining(" "));
	}

	@Post("/form/array")
	@PostMapping("/form/array")
	String array(@RequestPart("file") MultipartFile[] files) {
		return files.length + " " + describe(files[0]);
	}

	@Post("/form/optional")
	@PostMapping("/form/optional")
	String optional(@RequestParam Optional<MultipartFile> file) {
		return file.map(Forms::describe).orElse("none");
	}

	@Post("/form/map")
	@PostMapping("/form/map")
	String map(@RequestParam Map<String, MultipartFile> files) {
		Map<String, String> all = new TreeMap<>();
		files.forEach((name, file) -> all.put(name, describe(file)));
		return all.toString();
	}

	@Post("/form/multi")
	@PostMapping("/form/multi")
	String multi(@RequestParam MultiValueMap<String, MultipartFile> files) {
		Map<String, Integer> all = new TreeMap<>();
		files.forEach((name, of) -> all.put(name, of.size()));
		return all.toString();
	}

	@Post("/form/values")
	@PostMapping("/form/values")
	String values(@RequestParam MultiValueMap<String, String> values) {
		return new TreeMap<>(values).toString();
	}

	@Post("/form/part")
	@PostMapping("/form/part")
	String part(@Valid @RequestPart Order order) {
		return order.toString();
	}

	@Post("/form/text")
	@PostMapping("/form/text")
	String text(@RequestPart String text, @RequestPart(required = false) byte[] bytes) {
		return text + " " + ((bytes != null) ? bytes.length : -1);
	}

	@Post("/form/object")
	@PostMapping("/form/object")
	String object(@Valid @ModelAttribute Album album) {
		return album.title() + " " + ((album.photo() != null) ? describe(album.photo()) : "none") + " "
				+ ((album.more() != null) ? album.more().size() : -1);
	}

	/**
	 * What is uploaded.
	 *
	 * @param title a text
	 * @param photo a file
	 * @param more files
	 */
	record Album(@NotBlank String title, MultipartFile photo, List<MultipartFile> more) {
	}

}
