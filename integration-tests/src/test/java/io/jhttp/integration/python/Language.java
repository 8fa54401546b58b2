package io.jhttp.integration.python;

/**
 * What a program is written in.
 */
enum Language {

	PYTHON, JAVA

}
