package io.jhttp.spring.boot.autoconfigure;

import java.io.File;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.jhttp.spring.boot.autoconfigure.auth.Access;
import org.jspecify.annotations.Nullable;

/**
 * Configuration properties of users, and of what they may do.
 */
public class JhttpAuthProperties {

	/**
	 * File with users and their passwords, as htpasswd writes it with -B.
	 */
	private @Nullable File usersFile;

	/**
	 * Passwords by the name of the user: hashes of bcrypt, or what they are behind
	 * {noop}.
	 */
	private Map<String, String> users = new LinkedHashMap<>();

	/**
	 * Name of what the users may see, which browsers show when they ask for a password.
	 */
	private String realm = "jhttp";

	/**
	 * List of rules that say who may do what. The first one that matches a request
	 * counts; a request that none matches is refused. Without rules, everything needs a
	 * user.
	 */
	private List<Rule> rules = new ArrayList<>();

	/** Whether some of these properties have a value. */
	boolean isUsed() {
		return this.usersFile != null || !this.users.isEmpty() || !this.rules.isEmpty();
	}

	public @Nullable File getUsersFile() {
		return this.usersFile;
	}

	public void setUsersFile(@Nullable File usersFile) {
		this.usersFile = usersFile;
	}

	public Map<String, String> getUsers() {
		return this.users;
	}

	public void setUsers(Map<String, String> users) {
		this.users = users;
	}

	public String getRealm() {
		return this.realm;
	}

	public void setRealm(String realm) {
		this.realm = realm;
	}

	public List<Rule> getRules() {
		return this.rules;
	}

	public void setRules(List<Rule> rules) {
		this.rules = rules;
	}

	/**
	 * Who may do what below some path.
	 */
	public static class Rule {

		/**
		 * Pattern of the paths that the rule is about, such as /private/**.
		 */
		private String pattern = "";

		/**
		 * Methods that the rule is about; all of them if there are none.
		 */
		private List<String> methods = new ArrayList<>();

		/**
		 * Who may come in.
		 */
		private @Nullable Access access;

		/**
		 * Names of the users who may come in.
		 */
		private List<String> users = new ArrayList<>();

		public String getPattern() {
			return this.pattern;
		}

		public void setPattern(String pattern) {
			this.pattern = pattern;
		}

		public List<String> getMethods() {
			return this.methods;
		}

		public void setMethods(List<String> methods) {
			this.methods = methods;
		}

		public @Nullable Access getAccess() {
			return this.access;
		}

		public void setAccess(@Nullable Access access) {
			this.access = access;
		}

		public List<String> getUsers() {
			return this.users;
		}

		public void setUsers(List<String> users) {
			this.users = users;
		}

	}

}
