package io.jhttp.spring.boot.autoconfigure;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.NestedConfigurationProperty;

/**
 * Configuration properties of a place of files beside the directory.
 */
public class JhttpMountProperties {

	/**
	 * Path below which the files are, such as /docs. The longest one that a request
	 * begins with answers. All paths if there are hosts.
	 */
	private @Nullable String prefix;

	/**
	 * Directory whose files are served, such as file:/srv/docs or classpath:/static.
	 */
	private @Nullable String location;

	/**
	 * List of hosts for which they are served, such as docs.example.com or *.example.com.
	 * All hosts by default.
	 */
	private List<String> hosts = new ArrayList<>();

	/**
	 * List of names of files that stand for their directory, in place of
	 * jhttp.index-pages.
	 */
	private @Nullable List<String> indexPages;

	/**
	 * Settings of these files that differ from those of jhttp.files.
	 */
	@NestedConfigurationProperty
	private final JhttpFilesProperties files = new JhttpFilesProperties();

	public @Nullable String getPrefix() {
		return this.prefix;
	}

	public void setPrefix(@Nullable String prefix) {
		this.prefix = prefix;
	}

	public @Nullable String getLocation() {
		return this.location;
	}

	public void setLocation(@Nullable String location) {
		this.location = location;
	}

	public List<String> getHosts() {
		return this.hosts;
	}

	public void setHosts(List<String> hosts) {
		this.hosts = hosts;
	}

	public @Nullable List<String> getIndexPages() {
		return this.indexPages;
	}

	public void setIndexPages(@Nullable List<String> indexPages) {
		this.indexPages = indexPages;
	}

	public JhttpFilesProperties getFiles() {
		return this.files;
	}

}
