package io.jhttp.spring.boot.autoconfigure.accesslog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Tests for {@link RotatingFile}.
 */
class RotatingFileTests {

	private final TestTime clock = new TestTime();

	@TempDir
	Path directory;

	private Path file() {
		return this.directory.resolve("logs/access.log");
	}

	private Path file(int number) {
		return this.directory.resolve("logs/access.log." + number);
	}

	private RotatingFile open(long size, boolean daily, int history) throws IOException {
		RotatingFile file = new RotatingFile(file(), new AccessLogRotation(size, daily, history), this.clock);
		file.open();
		return file;
	}

	private static void write(RotatingFile file, String... lines) throws IOException {
		for (String line : lines) {
			file.write(line);
		}
		file.flush();
	}

	@Test
	void linesAreAppended() throws IOException {
		try (RotatingFile file = open(0, false, 0)) {
			write(file, "a", "b");
		}
		try (RotatingFile file = open(0, false, 0)) {
			write(file, "c");
		}
		assertThat(file()).hasContent("a\nb\nc\n");
	}

	@Test
	void aFullFileGivesWayAndTheOldestIsDeleted() throws IOException {
		try (RotatingFile file = open(10, false, 2)) {
			write(file, "1234", "1234", "a", "2345678", "b", "3", "4444444444444444444", "5");
		}
		assertThat(file()).hasContent("5\n");
		assertThat(file(1)).hasContent("4444444444444444444\n");
		assertThat(file(2)).hasContent("b\n3\n");
		assertThat(file(3)).doesNotExist();
	}

	@Test
	void aFileMayBeFullToTheLastByte() throws IOException {
		try (RotatingFile file = open(4, false, 2)) {
			write(file, "a", "b", "c");
		}
		assertThat(file()).hasContent("c\n");
		assertThat(file(1)).hasContent("a\nb\n");
	}

	@Test
	void anEmptyFileIsNotKept() throws IOException {
		RotatingFile file = open(2, true, 2);
		file.close();
		Files.setLastModifiedTime(file(), FileTime.from(this.clock.instant().minus(Duration.ofDays(1))));
		file.open();
		write(file, "long");
		file.close();
		assertThat(file()).hasContent("long\n");
		assertThat(file(1)).doesNotExist();
	}

	@Test
	void nothingIsKeptIfNothingIsToBe() throws IOException {
		try (RotatingFile file = open(3, false, 0)) {
			write(file, "a", "b", "c");
		}
		assertThat(file()).hasContent("c\n");
		assertThat(file(1)).doesNotExist();
	}

	@Test
	void aNewDayHasANewFile() throws IOException {
		try (RotatingFile file = open(0, true, 3)) {
			write(file, "a");
			this.clock.advance(Duration.ofHours(15));
			write(file, "b");
			this.clock.advance(Duration.ofMinutes(11));
			write(file, "c");
			this.clock.advance(Duration.ofDays(3));
			write(file, "d");
		}
		assertThat(file()).hasContent("d\n");
		assertThat(file(1)).hasContent("c\n");
		assertThat(file(2)).hasContent("a\nb\n");
	}

	@Test
	void aDayBeginsAtMidnight() throws IOException {
		try (RotatingFile daily = open(0, true, 3)) {
			write(daily, "a");
			this.clock
				.advance(Duration.between(this.clock.instant(), Instant.parse("1994-11-07T00:00:00Z")).minusMillis(1));
			write(daily, "b");
			this.clock.advance(Duration.ofMillis(1));
			write(daily, "c");
		}
		assertThat(file()).hasContent("c\n");
		assertThat(file(1)).hasContent("a\nb\n");
	}

	@Test
	void aFileThatIsNotDailyIsForAllDays() throws IOException {
		RotatingFile file = open(0, false, 3);
		write(file, "a");
		this.clock.advance(Duration.ofDays(3));
		write(file, "b");
		file.close();
		file.close();
		assertThat(file()).hasContent("a\nb\n");
		assertThat(file(1)).doesNotExist();
	}

	@Test
	void aFileOfYesterdayGivesWayAfterARestart() throws IOException {
		try (RotatingFile file = open(0, true, 3)) {
			write(file, "a");
		}
		Files.setLastModifiedTime(file(), FileTime.from(this.clock.instant().minus(Duration.ofDays(1))));
		try (RotatingFile file = open(0, true, 3)) {
			write(file, "b");
		}
		assertThat(file()).hasContent("b\n");
		assertThat(file(1)).hasContent("a\n");
	}

	@Test
	void aFileThatAnotherProgramMovesAwayIsBegunAgain() throws IOException {
		try (RotatingFile file = open(0, false, 0)) {
			write(file, "a");
			Files.move(file(), file(9));
			this.clock.advance(Duration.ofSeconds(2));
			write(file, "b");
		}
		assertThat(file()).hasContent("b\n");
		assertThat(file(9)).hasContent("a\n");
	}

	@Test
	void aRotationThatFailsIsTriedAgainAMinuteLater() throws IOException {
		try (RotatingFile file = open(3, false, 1)) {
			write(file, "a");
			Files.createDirectories(file(1).resolve("in the way"));
			assertThatIOException().isThrownBy(() -> write(file, "lost"));
			write(file, "b");
			assertThat(file()).hasContent("a\nb\n");
			Files.delete(file(1).resolve("in the way"));
			this.clock.advance(Duration.ofMinutes(2));
			write(file, "c");
		}
		assertThat(file()).hasContent("c\n");
		assertThat(file(1)).hasContent("a\nb\n");
	}

	@Test
	void aFileThatIsFullFromBeforeGivesWay() throws IOException {
		try (RotatingFile file = open(10, false, 1)) {
			write(file, "12345678");
		}
		try (RotatingFile file = open(10, false, 1)) {
			write(file, "a");
		}
		assertThat(file()).hasContent("a\n");
		assertThat(file(1)).hasContent("12345678\n");
	}

	@Test
	void whatHasNoRoomInTheBufferIsWrittenAheadOfIt() throws IOException {
		String half = "a".repeat(40_000);
		try (RotatingFile file = open(0, false, 0)) {
			write(file, half, half, half);
		}
		assertThat(Files.readAllLines(file())).containsExactly(half, half, half);
	}

	@Test
	void aLineThatIsTooLongIsLostAloneAndAlways() throws IOException {
		String longest = "a".repeat(65_535);
		try (RotatingFile file = open(0, false, 0)) {
			file.write("before");
			assertThatIOException().isThrownBy(() -> file.write(longest + "a"))
				.withMessage("A line has more than 65536 bytes");
			write(file, longest, "after");
		}
		assertThat(Files.readAllLines(file())).containsExactly("before", longest, "after");
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void aFileThatHasGivenWayIsClosed() throws IOException {
		try (RotatingFile file = open(1, false, 1)) {
			write(file, "a", "b", "c", "d");
			assertThat(OpenFiles.below(this.directory)).containsExactly(file());
		}
		assertThat(OpenFiles.below(this.directory)).isEmpty();
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void aFileThatAnotherProgramMovesAwayIsClosed() throws IOException {
		try (RotatingFile file = open(0, false, 0)) {
			write(file, "a");
			Files.move(file(), file(9));
			this.clock.advance(Duration.ofSeconds(2));
			write(file, "b");
			assertThat(OpenFiles.below(this.directory)).containsExactly(file());
		}
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void whatTheDiskHasNoRoomForIsLostAndTheLogGoesOnWhenItHas() throws IOException {
		Files.createDirectories(file().getParent());
		Files.createSymbolicLink(file(), Path.of("/dev/full"));
		try (RotatingFile file = open(0, false, 0)) {
			assertThatIOException().isThrownBy(() -> write(file, "lost"));
			Files.delete(file());
			write(file, "kept");
		}
		assertThat(file()).hasContent("kept\n");
	}

	@Test
	void aClockThatIsSetBackDoesNotHideThatTheFileWasMovedAway() throws IOException {
		try (RotatingFile file = open(0, false, 0)) {
			write(file, "a");
			Files.move(file(), file(9));
			this.clock.advance(Duration.ofHours(-1));
			write(file, "b");
		}
		assertThat(file()).hasContent("b\n");
	}

	/** It begins at 08:49:37. */
	private static final class TestTime extends Clock {

		private Instant now = Instant.ofEpochSecond(784111777);

		void advance(Duration duration) {
			this.now = this.now.plus(duration);
		}

		@Override
		public ZoneId getZone() {
			return ZoneOffset.UTC;
		}

		@Override
		public Clock withZone(ZoneId zone) {
			throw new UnsupportedOperationException();
		}

		@Override
		public Instant instant() {
			return this.now;
		}

	}

}
