package io.jhttp.spring.boot.autoconfigure.auth;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import io.jhttp.spring.boot.autoconfigure.auth.Verification.Outcome;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CurrentUsers}, and for what is known of passwords when they change.
 */
@ExtendWith(OutputCaptureExtension.class)
class CurrentUsersTests {

	private static final String WARNING = "The users are not reloaded";

	private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1000);

	@TempDir
	Path directory;

	private Path file;

	private CurrentUsers users;

	private Verification verification;

	@BeforeEach
	void read() throws Exception {
		this.file = Files.writeString(this.directory.resolve("users"), "ann:" + TestPasswords.SECRET + "\n");
		this.users = new CurrentUsers(this.file, () -> {
			Users users = new Users();
			UsersFile.read(this.file, users);
			return users;
		}, this.now::get);
		this.verification = new Verification(this.users, 1, this.now::get);
	}

	private void pass(Duration time) {
		this.now.addAndGet(time.toNanos());
	}

	private Outcome verify(String user) throws Exception {
		BasicCredentials credentials = credentials(user);
		return this.verification.isKnown(credentials) ? Outcome.RIGHT
				: this.verification.verify(credentials, InetAddress.getLoopbackAddress());
	}

	private static BasicCredentials credentials(String user) {
		return new BasicCredentials(user, "secret".getBytes(StandardCharsets.UTF_8));
	}

	@Test
	void fileThatHasNotChangedIsNotReadAgain() {
		Users before = this.users.get();
		assertThat(this.users.areOutdated()).isFalse();
		this.users.readAgain();
		assertThat(this.users.get()).isSameAs(before);
	}

	@Test
	void userWhoHasBeenRemovedIsNotKnownAnyMore() throws Exception {
		assertThat(verify("ann")).isEqualTo(Outcome.RIGHT);
		assertThat(this.verification.isKnown(credentials("ann"))).isTrue();
		Files.writeString(this.file, "eve:" + TestPasswords.SECRET + "\n# ann has left\n");
		assertThat(this.users.areOutdated()).isTrue();
		this.users.readAgain();
		assertThat(this.verification.isKnown(credentials("ann"))).isFalse();
		assertThat(verify("ann")).isEqualTo(Outcome.WRONG);
		assertThat(verify("eve")).isEqualTo(Outcome.RIGHT);
		assertThat(this.verification.isKnown(credentials("eve"))).isTrue();
	}

	@Test
	void fileIsLookedAtOnceASecond() throws Exception {
		assertThat(this.users.areOutdated()).isFalse();
		Files.writeString(this.file, "eve:" + TestPasswords.SECRET + "\n# ann has left\n");
		pass(Duration.ofSeconds(1).minusNanos(1));
		assertThat(this.users.areOutdated()).isFalse();
		pass(Duration.ofNanos(1));
		assertThat(this.users.areOutdated()).isTrue();
	}

	@Test
	void fileThatCannotBeUsedLeavesTheUsersAndIsWarnedOfOnce(CapturedOutput output) throws Exception {
		for (String broken : new String[] { "nothing of use", "" }) {
			Files.writeString(this.file, broken);
			pass(Duration.ofSeconds(1));
			assertThat(this.users.areOutdated()).isTrue();
			this.users.readAgain();
			pass(Duration.ofSeconds(1));
			assertThat(this.users.areOutdated()).isFalse();
			assertThat(verify("ann")).isEqualTo(Outcome.RIGHT);
		}
		Files.delete(this.file);
		pass(Duration.ofSeconds(1));
		assertThat(this.users.areOutdated()).isTrue();
		this.users.readAgain();
		this.users.readAgain();
		pass(Duration.ofSeconds(1));
		assertThat(this.users.areOutdated()).isFalse();
		assertThat(verify("ann")).isEqualTo(Outcome.RIGHT);
		assertThat(output.toString().split(WARNING, -1)).hasSize(4);
		assertThat(output).contains("Line 1 is not NAME:HASH", "It has no users", "It cannot be read");
	}

	@Test
	void fileThatIsMendedIsReadAgain() throws Exception {
		Files.writeString(this.file, "nothing of use");
		this.users.readAgain();
		Files.writeString(this.file, "eve:" + TestPasswords.SECRET);
		pass(Duration.ofSeconds(1));
		assertThat(this.users.areOutdated()).isTrue();
		this.users.readAgain();
		assertThat(verify("eve")).isEqualTo(Outcome.RIGHT);
	}

	@Test
	void usersWithoutAFileAreNeverOutdated() {
		CurrentUsers fixed = new CurrentUsers(null, Users::new, this.now::get);
		pass(Duration.ofDays(1));
		assertThat(fixed.areOutdated()).isFalse();
	}

}
