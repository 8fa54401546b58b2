package io.jhttp.server.file;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Each of the steps from a name to an open file keeps clients inside, also where the one
 * before has failed, or another process has swapped what it had found.
 */
@EnabledOnOs({ OS.LINUX, OS.MAC })
class FileTreeTests {

	@TempDir
	Path temporary;

	private Path root;

	private Path neighbour;

	@BeforeEach
	void createFiles() throws IOException {
		this.root = Files.createDirectory(this.temporary.toRealPath().resolve("www"));
		this.neighbour = Files.createDirectories(this.root.resolveSibling("www-secret/deep")).getParent();
		Files.createDirectories(this.root.resolve("sub/deep"));
		Files.writeString(this.root.resolve("sub/deep/a.txt"), "eggs");
		Files.writeString(this.neighbour.resolve("deep/a.txt"), "secret");
		Files.createSymbolicLink(this.root.resolve("out"), this.neighbour);
	}

	private FileTree tree(SymbolicLinks links) {
		return new FileTree(this.root, links, new FileRules(true, List.of(), List.of(), null));
	}

	private static List<ListingEntry> list(FileTree tree, FileTree.Entry directory) throws IOException {
		return tree.list(directory, new DirectoryReader.Limits(1000, new ListingTurns(1, Duration.ZERO).turn()))
			.entries();
	}

	private static FileTree.Entry found(FileTree.@Nullable Entry entry) {
		return Objects.requireNonNull(entry);
	}

	private void swapForLink(String name) throws IOException {
		Path file = this.root.resolve(name);
		Files.move(file, this.temporary.resolve("kept"));
		Files.createSymbolicLink(file, this.neighbour.resolve(this.root.resolve("sub").relativize(file)));
	}

	@ParameterizedTest
	@EnumSource
	void whatLiesOutsideIsFoundOnlyWhereLinksAreFollowed(SymbolicLinks links) throws IOException {
		boolean followed = links == SymbolicLinks.FOLLOW;
		assertThat(tree(links).find(List.of("out")) != null).isEqualTo(followed);
		assertThat(tree(links).find(List.of("out", "deep", "a.txt")) != null).isEqualTo(followed);
		assertThat(list(tree(links), found(tree(links).find(List.of()))).stream().map(ListingEntry::name))
			.contains("sub")
			.satisfies((names) -> assertThat(names.contains("out")).isEqualTo(followed));
		assertThat(tree(links).find(this.neighbour)).isNull();
	}

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "FOLLOW")
	void whatWasFoundOutsideIsNotOpenedUnlessLinksAreFollowed(SymbolicLinks links) throws IOException {
		FileTree.Entry file = found(tree(SymbolicLinks.FOLLOW).find(List.of("out", "deep", "a.txt")));
		FileTree.Entry directory = found(tree(SymbolicLinks.FOLLOW).find(List.of("out")));
		tree(SymbolicLinks.FOLLOW).open(file).channel().close();
		assertThat(list(tree(SymbolicLinks.FOLLOW), directory)).hasSize(1);
		assertThatExceptionOfType(AccessDeniedException.class).isThrownBy(() -> tree(links).open(file));
		assertThatExceptionOfType(AccessDeniedException.class).isThrownBy(() -> list(tree(links), directory));
	}

	@ParameterizedTest
	@EnumSource
	void aDirectoryThatHasBecomeALinkIsNotEntered(SymbolicLinks links) throws IOException {
		FileTree.Entry file = found(tree(links).find(List.of("sub", "deep", "a.txt")));
		FileTree.Entry directory = found(tree(links).find(List.of("sub", "deep")));
		swapForLink("sub/deep");
		assertThatIOException().isThrownBy(() -> tree(links).open(file));
		assertThatIOException().isThrownBy(() -> list(tree(links), directory));
	}

	@ParameterizedTest
	@EnumSource
	void aFileThatHasBecomeALinkIsNotOpened(SymbolicLinks links) throws IOException {
		FileTree.Entry file = found(tree(links).find(List.of("sub", "deep", "a.txt")));
		swapForLink("sub/deep/a.txt");
		assertThatIOException().isThrownBy(() -> tree(links).open(file));
	}

	@Test
	void aFileOutsideThatHasBecomeALinkIsTakenForReplaced() throws IOException {
		FileTree.Entry file = found(tree(SymbolicLinks.FOLLOW).find(List.of("out", "deep", "a.txt")));
		Files.move(file.real(), this.temporary.resolve("kept"));
		Files.createSymbolicLink(file.real(), this.temporary.resolve("kept"));
		assertThatExceptionOfType(ReplacedException.class).isThrownBy(() -> tree(SymbolicLinks.FOLLOW).open(file));
	}

	@Test
	void aFileThatHasBecomeSomethingElseIsNotOpened() throws IOException {
		FileTree.Entry inside = found(tree(SymbolicLinks.FOLLOW).find(List.of("sub", "deep", "a.txt")));
		FileTree.Entry outside = found(tree(SymbolicLinks.FOLLOW).find(List.of("out", "deep", "a.txt")));
		for (FileTree.Entry file : List.of(inside, outside)) {
			Files.delete(file.real());
			Files.createDirectory(file.real());
			assertThatExceptionOfType(ReplacedException.class).isThrownBy(() -> tree(SymbolicLinks.FOLLOW).open(file));
		}
	}

	@Test
	void whatWasFoundOutsideIsNotOpenedByAnotherWay() throws IOException {
		FileTree.Entry file = found(tree(SymbolicLinks.FOLLOW).find(List.of("out", "deep", "a.txt")));
		Files.move(this.neighbour.resolve("deep"), this.temporary.resolve("kept"));
		Files.createSymbolicLink(this.neighbour.resolve("deep"), this.root.resolve("sub/deep"));
		assertThatExceptionOfType(ReplacedException.class).isThrownBy(() -> tree(SymbolicLinks.FOLLOW).open(file));
	}

	@Test
	void neitherPipesNorDevicesAreFound() throws Exception {
		new ProcessBuilder("mkfifo", this.root.resolve("pipe").toString()).start().waitFor();
		Files.createSymbolicLink(this.root.resolve("zero"), Path.of("/dev/zero"));
		FileTree tree = tree(SymbolicLinks.FOLLOW);
		assertThat(tree.find(List.of("pipe"))).isNull();
		assertThat(tree.find(List.of("zero"))).isNull();
		assertThat(list(tree, found(tree.find(List.of())))).extracting(ListingEntry::name)
			.containsExactlyInAnyOrder("sub", "out");
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void whatCannotBeOpenedLeavesNoDescriptor() throws IOException {
		FileTree.Entry file = found(tree(SymbolicLinks.CONTAINED).find(List.of("sub", "deep", "a.txt")));
		swapForLink("sub/deep");
		for (int i = 0; i < 5; i++) {
			assertThatIOException().isThrownBy(() -> tree(SymbolicLinks.CONTAINED).open(file));
		}
		assertThat(OpenFiles.below(this.temporary)).isEmpty();
	}

	/** A URL with a backslash is refused. */
	@Test
	void whatNoUrlLeadsToIsNotListed() throws IOException {
		Files.writeString(this.root.resolve("sub/a\\b.txt"), "eggs");
		Files.writeString(this.root.resolve("sub/\\c.txt"), "eggs");
		FileTree tree = tree(SymbolicLinks.CONTAINED);
		assertThat(list(tree, found(tree.find(List.of("sub"))))).extracting(ListingEntry::name).containsExactly("deep");
	}

}
