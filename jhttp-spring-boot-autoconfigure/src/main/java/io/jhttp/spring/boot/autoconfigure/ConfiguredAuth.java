package io.jhttp.spring.boot.autoconfigure;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.jhttp.server.http.FieldRules;
import io.jhttp.spring.boot.autoconfigure.auth.Access;
import io.jhttp.spring.boot.autoconfigure.auth.AccessFilter;
import io.jhttp.spring.boot.autoconfigure.auth.AccessRule;
import io.jhttp.spring.boot.autoconfigure.auth.CurrentUsers;
import io.jhttp.spring.boot.autoconfigure.auth.Users;
import io.jhttp.spring.boot.autoconfigure.auth.UsersFile;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * Who may do what as the properties say.
 */
final class ConfiguredAuth {

	private static final String RULES = "jhttp.auth.rules";

	private static final int MAX_WAITING = 32;

	private final JhttpProperties properties;

	private final JhttpAuthProperties auth;

	private final CurrentUsers users;

	private ConfiguredAuth(JhttpProperties properties) {
		this.properties = properties;
		this.auth = properties.getAuth();
		File file = this.auth.getUsersFile();
		this.users = new CurrentUsers((file != null) ? file.toPath() : null, this::readUsers);
	}

	static AccessFilter of(JhttpProperties properties) {
		return new ConfiguredAuth(properties).filter();
	}

	private AccessFilter filter() {
		List<AccessRule> rules = rules();
		if (this.users.get().isEmpty() && rules.stream().anyMatch(AccessRule::needsUsers)) {
			throw new InvalidConfigurationPropertyValueException("jhttp.auth.users-file", null,
					"There are rules, but no users. Set this to a file that htpasswd -B has written, or set "
							+ "jhttp.auth.users.");
		}
		CheckedValues.use("jhttp.auth.realm", this.auth.getRealm(),
				(realm) -> FieldRules.requireValue("WWW-Authenticate", realm));
		return new AccessFilter(this.users, rules, ConfiguredPaths.of(this.properties), this.auth.getRealm(),
				waiting());
	}

	/** The other workers are left for requests that need no password. */
	private int waiting() {
		return Math.max(1, Math.min(MAX_WAITING, this.properties.getThreads().getMax() / 4));
	}

	private Users readUsers() {
		Users users = new Users();
		File file = this.auth.getUsersFile();
		if (file != null) {
			CheckedValues.use("jhttp.auth.users-file", file, (each) -> UsersFile.read(each.toPath(), users));
		}
		this.auth.getUsers().forEach((name, password) -> addUser(users, name, password));
		return users;
	}

	private static void addUser(Users users, String name, String password) {
		try {
			users.add(name, password);
		}
		catch (IllegalArgumentException ex) {
			// What was meant to be a password must not get into a log.
			throw new InvalidConfigurationPropertyValueException("jhttp.auth.users[" + name + "]", "******",
					"User '" + name + "' " + ex.getMessage() + ". Set it to what 'htpasswd -nB " + name
							+ "' prints behind the colon, or to {noop} and the password while you develop.");
		}
	}

	private List<AccessRule> rules() {
		List<AccessRule> rules = new ArrayList<>();
		int catchAll = -1;
		for (int i = 0; i < this.auth.getRules().size(); i++) {
			String property = RULES + "[" + i + "]";
			if (catchAll >= 0) {
				throw new InvalidConfigurationPropertyValueException(property + ".pattern",
						this.auth.getRules().get(i).getPattern(), "This rule never counts, as " + RULES + "[" + catchAll
								+ "] matches everything. Move that one to the end.");
			}
			AccessRule rule = rule(property, this.auth.getRules().get(i));
			rules.add(rule);
			catchAll = rule.matchesAll() ? i : -1;
		}
		return rules.isEmpty() ? List.of(new AccessRule("/**", Set.of(), Access.AUTHENTICATED, Set.of())) : rules;
	}

	private AccessRule rule(String property, JhttpAuthProperties.Rule rule) {
		if (rule.getPattern().isEmpty()) {
			throw new InvalidConfigurationPropertyValueException(property + ".pattern", null,
					"A rule needs the pattern of the paths that it is about, such as /private/**.");
		}
		CheckedValues.elements(property + ".methods", rule.getMethods(), PropertyBounds::methods);
		CheckedValues.use(property + ".pattern", rule.getPattern(),
				(pattern) -> new AccessRule(pattern, Set.of(), Access.DENY, Set.of()));
		return new AccessRule(rule.getPattern(), rule.getMethods(), access(property, rule), rule.getUsers());
	}

	private Access access(String property, JhttpAuthProperties.Rule rule) {
		Access access = rule.getAccess();
		if (rule.getUsers().isEmpty()) {
			if (access == null) {
				throw new InvalidConfigurationPropertyValueException(property + ".access", null,
						"Set access to anonymous, authenticated or deny, or set users to the names of users.");
			}
			return access;
		}
		if (access != null && access != Access.AUTHENTICATED) {
			throw new InvalidConfigurationPropertyValueException(property + ".access", access,
					"A rule with users can only have the access authenticated. Remove one of the two.");
		}
		for (String user : rule.getUsers()) {
			if (!this.users.get().names().contains(user)) {
				throw new InvalidConfigurationPropertyValueException(property + ".users", rule.getUsers(),
						"There is no user '" + user + "'.");
			}
		}
		return Access.AUTHENTICATED;
	}

}
