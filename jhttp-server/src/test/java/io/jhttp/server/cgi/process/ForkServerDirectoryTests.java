package io.jhttp.server.cgi.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Files that two users share for a moment.
 */
@EnabledOnOs(OS.LINUX)
class ForkServerDirectoryTests {

	@TempDir
	Path temporary;

	@Test
	void nothingIsLeftAndNothingElseIsRemoved() throws Exception {
		Path other;
		try (ForkServerDirectory directory = ForkServerDirectory.create(this.temporary, null)) {
			directory.put(List.of(ForkServerProtocol.class));
			assertThat(directory.path().resolve(ForkServerDirectory.JAR)).exists();
			assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.path())))
				.isEqualTo("rwx------");
		}
		assertThat(this.temporary).isEmptyDirectory();
		try (ForkServerDirectory directory = ForkServerDirectory.create(this.temporary, null)) {
			directory.put(List.of(ForkServerProtocol.class));
			other = Files.createFile(directory.path().resolve("other"));
		}
		assertThat(other).exists();
	}

	@Test
	@EnabledIf(value = "io.jhttp.server.cgi.process.ScriptUserTests#isRoot",
			disabledReason = "only root can give files away")
	void rootWritesNothingWhereTheScriptsUserCouldPutALink() throws Exception {
		ScriptUser nobody = ScriptUser.named("nobody");
		Path below = Files.createDirectories(this.temporary.resolve("theirs/below"));
		ForkServerDirectory.create(below, nobody).close();
		Files.setAttribute(below, "unix:mode", 01777);
		ForkServerDirectory.create(below, nobody).close();
		Files.setAttribute(below, "unix:mode", 0777);
		assertThatIOException().isThrownBy(() -> ForkServerDirectory.create(below, nobody))
			.withMessageContaining("can move what is in");
		Files.setAttribute(below, "unix:mode", 0755);
		Files.setAttribute(below.getParent(), "unix:uid", nobody.uid());
		assertThatIOException().isThrownBy(() -> ForkServerDirectory.create(below, nobody));
		assertThat(below).isEmptyDirectory();
	}

}
