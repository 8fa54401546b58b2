package io.jhttp.spring.boot.autoconfigure;

import java.util.List;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * How the files of one place are served: as {@code jhttp.files} says, but for what the
 * place has properties of its own for.
 */
final class FileSettings {

	private static final String ALL = "jhttp.files";

	private final String own;

	private final SetProperties set;

	private final JhttpFilesProperties files;

	private final List<String> indexPages;

	private final String indexPagesProperty;

	private FileSettings(String own, SetProperties set, JhttpFilesProperties files, List<String> indexPages,
			String indexPagesProperty) {
		this.own = own;
		this.set = set;
		this.files = files;
		this.indexPages = indexPages;
		this.indexPagesProperty = indexPagesProperty;
	}

	/** Those of the directory. */
	static FileSettings of(JhttpProperties properties, Environment environment) {
		return new FileSettings(ALL, new SetProperties(environment), properties.getFiles(), properties.getIndexPages(),
				"jhttp.index-pages");
	}

	/** Those of a mount. */
	static FileSettings of(JhttpProperties properties, Environment environment, String name,
			JhttpMountProperties mount) {
		String prefix = "jhttp.mounts." + name;
		JhttpFilesProperties files = new JhttpFilesProperties();
		Binder binder = Binder.get(environment);
		// The second time only what is set there takes the place of what is there.
		binder.bind(ALL, Bindable.ofInstance(files));
		binder.bind(prefix + ".files", Bindable.ofInstance(files));
		List<String> pages = mount.getIndexPages();
		return new FileSettings(prefix + ".files", new SetProperties(environment), files,
				(pages != null) ? pages : properties.getIndexPages(),
				((pages != null) ? prefix : "jhttp") + ".index-pages");
	}

	JhttpFilesProperties files() {
		return this.files;
	}

	List<String> indexPages() {
		return this.indexPages;
	}

	String indexPagesProperty() {
		return this.indexPagesProperty;
	}

	/** The whole name of the property that a setting comes from. */
	String property(String name) {
		String whole = this.own + "." + name;
		return this.set.contains(whole) ? whole : ALL + "." + name;
	}

}
