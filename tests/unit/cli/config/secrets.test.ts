import { isSecret } from "../../../../cli/config/secrets";

test.each([
  // Of a key of gitlab-runner's, whose name is not looked at.
  ["", "MIRROR_TOKEN=abc", true],
  ["", "DOCKER_AUTH_CONFIG={}", true],
  ["", "amazonec2-secret-key=abc", true],
  ["", "POSTGRES_PASSWORD=", false],
  ["", "GOOGLE_CREDENTIALS_FILE=/etc/ci.json", false],
  ["", "amazonec2-access-key-id=abc", false],
  ["", "LANG=C.UTF-8", false],
  ["", "registry-credentials", false],
  ["", "https://user:pass@proxy.example.com:3128", true],
  ["", "HTTPS_PROXY=http://user:pass@proxy.example.com", true],
  ["", "https://proxy.example.com/a@b", false],
  ["", "echo glpat-abcdefghijklmnopqrst", true],
  // Of a key of the user's own.
  ["secret_access_key", "abc", true],
  ["api-key", "abc", true],
  ["password", "a=b", true],
  ["secret_access_key", "c2VjcmV0cGFzcw==", true],
  ["credentials_file", "/etc/ci.json", false],
  ["key_path", "/etc/ci.pem", false],
  ["region", "eu-central-1", false],
])("a key %j with the text %j is a secret: %s", (name, text, expected) => {
  expect(isSecret(name, text)).toBe(expected);
});
