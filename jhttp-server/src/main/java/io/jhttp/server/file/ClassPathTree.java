package io.jhttp.server.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A directory of the class path, which can be in several jars and directories: of each
 * name, the first that has it counts, as for a class loader. What is in a directory, is
 * in all that have its name.
 */
final class ClassPathTree implements FileLocation {

	/** A name only, see {@link FileLocation}. */
	private final Path directory;

	/** In the order of the class path. */
	private final List<FileLocation> places;

	private final FileRules rules;

	ClassPathTree(Path directory, List<FileLocation> places, FileRules rules) {
		this.directory = directory;
		this.places = List.copyOf(places);
		this.rules = rules;
	}

	/**
	 * A file, or all directories of a name.
	 *
	 * @param path as it was asked for
	 * @param found where it is; of a file there is one
	 */
	record Entry(Path path, List<Found> found) implements FileLocation.Entry {

		@Override
		public boolean isDirectory() {
			return this.found.get(0).entry().isDirectory();
		}

		@Override
		public boolean isReadable() {
			return this.found.stream().allMatch((each) -> each.entry().isReadable());
		}

		@Override
		public boolean isSameAs(FileLocation.Entry other) {
			return other instanceof Entry entry && this.found.get(0).entry().isSameAs(entry.found().get(0).entry());
		}

	}

	/**
	 * What one place has of a name.
	 *
	 * @param place the place
	 * @param entry its entry
	 */
	record Found(FileLocation place, FileLocation.Entry entry) {
	}

	@Override
	public Path directory() {
		return this.directory;
	}

	@Override
	public @Nullable Path path(List<String> names) {
		return ArchiveTree.path(this.directory, names);
	}

	@Override
	public @Nullable Entry find(Path path) {
		if (withholds(path)) {
			return null;
		}
		List<String> names = new ArrayList<>();
		for (Path name : this.directory.relativize(path)) {
			names.add(name.toString());
		}
		List<Found> found = new ArrayList<>(1);
		for (FileLocation place : this.places) {
			FileLocation.Entry entry = place.find(names);
			if (entry != null && (found.isEmpty() || entry.isDirectory())) {
				found.add(new Found(place, entry));
				if (!entry.isDirectory()) {
					break;
				}
			}
		}
		return found.isEmpty() ? null : new Entry(path, found);
	}

	/** In the same place: what another has beside it was made of another file. */
	@Override
	public @Nullable Entry beside(FileLocation.Entry file, String suffix) {
		Found found = first(file);
		FileLocation.Entry beside = found.place().beside(found.entry(), suffix);
		return (beside != null)
				? new Entry(FileLocation.beside(file.path(), suffix), List.of(new Found(found.place(), beside))) : null;
	}

	private static Found first(FileLocation.Entry entry) {
		return ((Entry) entry).found().get(0);
	}

	@Override
	public boolean withholds(Path path) {
		return !path.startsWith(this.directory) || !this.rules.allow(this.directory.relativize(path));
	}

	@Override
	public boolean isFile(Path path) {
		Entry entry = find(path);
		return entry != null && !entry.isDirectory();
	}

	@Override
	public boolean isFixed() {
		return this.places.stream().allMatch(FileLocation::isFixed);
	}

	/** Where an earlier place can get a file of the same name, nothing is kept. */
	@Override
	public FileReading read(FileLocation.Entry file, FileReading.Rules rules) throws IOException {
		Found found = first(file);
		FileReading reading = found.place().read(found.entry(), rules);
		boolean lasting = this.places.stream()
			.takeWhile((place) -> place != found.place())
			.allMatch(FileLocation::isFixed);
		return lasting ? reading : new FileReading(reading.freshness(), reading.content(), false);
	}

	@Override
	public DirectoryContent list(FileLocation.Entry directory, DirectoryReader.Limits limits) throws IOException {
		Map<String, ListingEntry> entries = new LinkedHashMap<>();
		int unreachable = 0;
		boolean complete = true;
		for (Found found : ((Entry) directory).found()) {
			DirectoryContent content = found.place().list(found.entry(), limits);
			for (ListingEntry entry : content.entries()) {
				if (entries.size() < limits.maxEntries()) {
					entries.putIfAbsent(entry.name(), entry);
				}
				else {
					complete &= entries.containsKey(entry.name());
				}
			}
			unreachable += content.unreachable();
			complete &= content.complete();
		}
		return new DirectoryContent(new ArrayList<>(entries.values()), unreachable, complete);
	}

}
