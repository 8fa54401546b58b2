package io.jhttp.spring.boot.autoconfigure.auth;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A file of {@code htpasswd}: a user and a hash on each line, with a colon between.
 */
public final class UsersFile {

	private UsersFile() {
	}

	/**
	 * Reads the users of a file.
	 * @param file the file, in UTF-8
	 * @param users where to add them
	 * @throws IllegalArgumentException if it cannot be read, has no users, or has others
	 * than those with a bcrypt hash
	 */
	public static void read(Path file, Users users) {
		int number = 0;
		int found = 0;
		for (String line : lines(file)) {
			number++;
			String entry = line.strip();
			if (!entry.isEmpty() && !entry.startsWith("#")) {
				add(entry, number, users);
				found++;
			}
		}
		if (found == 0) {
			throw new IllegalArgumentException("It has no users. 'htpasswd -cB FILE NAME' makes one.");
		}
	}

	private static List<String> lines(Path file) {
		try {
			return Files.readAllLines(file);
		}
		catch (CharacterCodingException ex) {
			throw new IllegalArgumentException("It is no text in UTF-8.", ex);
		}
		catch (IOException ex) {
			throw new IllegalArgumentException("It cannot be read: " + ex + ".", ex);
		}
	}

	private static void add(String entry, int number, Users users) {
		String[] fields = entry.split(":", 3);
		if (fields.length < 2) {
			throw new IllegalArgumentException("Line " + number + " is not NAME:HASH, as htpasswd writes it.");
		}
		try {
			if (!BcryptPassword.isOne(fields[1]) && fields[1].startsWith("{noop}")) {
				throw new IllegalArgumentException("has a password that is not hashed");
			}
			users.add(fields[0], fields[1]);
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException("User '" + fields[0] + "' in line " + number + " " + ex.getMessage()
					+ ". 'htpasswd -B FILE NAME' writes a bcrypt hash.", ex);
		}
	}

}
