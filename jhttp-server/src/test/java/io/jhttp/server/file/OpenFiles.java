package io.jhttp.server.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What Linux says of the descriptors of this process.
 */
public final class OpenFiles {

	private OpenFiles() {
	}

	/**
	 * The file of each descriptor, by the name that it has now.
	 * @param directory where to look for them
	 * @return those below it
	 * @throws IOException if the system does not say
	 */
	public static List<Path> below(Path directory) throws IOException {
		Path real = directory.toRealPath();
		List<Path> files = new ArrayList<>();
		try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
			for (Path descriptor : descriptors.toList()) {
				try {
					Path file = Files.readSymbolicLink(descriptor);
					if (file.startsWith(real)) {
						files.add(file);
					}
				}
				catch (IOException ex) {
					// Closed since it was listed.
				}
			}
		}
		return files;
	}

}
