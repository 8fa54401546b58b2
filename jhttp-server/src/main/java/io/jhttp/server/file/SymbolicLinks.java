package io.jhttp.server.file;

/**
 * What symbolic links below a served directory may do.
 */
public enum SymbolicLinks {

	/** They are followed if they lead to something below the directory. */
	CONTAINED,

	/** They are followed wherever they lead, as Python does. */
	FOLLOW,

	/** They do not exist for clients. */
	REFUSE

}
