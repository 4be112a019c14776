# Homebrew: brew install tetherlint/tap/tether
class Tether < Formula
  desc "Linter for Go: no goroutine without an owner, no handle without a Close"
  homepage "https://github.com/tetherlint/tether"
  version "{{.Number}}"
  license "MIT"

  on_macos do
    on_arm do
      url "https://github.com/tetherlint/tether/releases/download/{{.Version}}/tether_{{.Number}}_darwin_arm64.tar.gz"
      sha256 "{{sha256 "darwin" "arm64"}}"
    end
    on_intel do
      url "https://github.com/tetherlint/tether/releases/download/{{.Version}}/tether_{{.Number}}_darwin_amd64.tar.gz"
      sha256 "{{sha256 "darwin" "amd64"}}"
    end
  end

  on_linux do
    on_arm do
      url "https://github.com/tetherlint/tether/releases/download/{{.Version}}/tether_{{.Number}}_linux_arm64.tar.gz"
      sha256 "{{sha256 "linux" "arm64"}}"
    end
    on_intel do
      url "https://github.com/tetherlint/tether/releases/download/{{.Version}}/tether_{{.Number}}_linux_amd64.tar.gz"
      sha256 "{{sha256 "linux" "amd64"}}"
    end
  end

  # Any Go that can build the code will do, wherever it is from.
  depends_on "go" => :optional

  def install
    bin.install "tether"
    bash_completion.install "completions/tether.bash" => "tether"
    zsh_completion.install "completions/_tether"
    fish_completion.install "completions/tether.fish"
    doc.install "README.md", "CHANGELOG.md", "THIRD-PARTY-LICENSES.txt"
  end

  test do
    assert_match version.to_s, shell_output("#{bin}/tether version")
  end
end
