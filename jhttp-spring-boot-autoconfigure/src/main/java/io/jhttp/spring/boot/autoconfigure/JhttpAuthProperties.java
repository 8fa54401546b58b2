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
	 * File with users and bcrypt hashes, as htpasswd -B writes it.
	 */
	private @Nullable File usersFile;

	/**
	 * Passwords by user name: bcrypt hashes, or {noop} and a plain password.
	 */
	private Map<String, String> users = new LinkedHashMap<>();

	/**
	 * Name that browsers show when they ask for a password.
	 */
	private String realm = "jhttp";

	/**
	 * Rules about access, each with a pattern, perhaps methods, and either access
	 * (anonymous, authenticated or deny) or users. The first rule that matches applies;
	 * requests without a matching rule are refused. Without rules, everything needs a
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
		 * Who has access.
		 */
		private @Nullable Access access;

		/**
		 * Names of the users who have access.
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
