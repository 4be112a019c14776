# Evaluates a formula as Homebrew does on a system, and prints what it would install
# from: ruby evaluate.rb FORMULA macos|linux arm|intel
$os, $cpu = ARGV[1], ARGV[2]

class Formula
  class << self
    attr_reader :stated

    def method_missing(name, value = nil, *)
      (@stated ||= {})[name] = value
    end

    def respond_to_missing?(*) = true
    def on_macos = $os == "macos" && yield
    def on_linux = $os == "linux" && yield
    def on_arm = $cpu == "arm" && yield
    def on_intel = $cpu == "intel" && yield
    def test(&) = nil
  end
end

load ARGV[0]
puts Tether.stated.values_at(:version, :license, :url, :sha256)
raise "no install" unless Tether.method_defined?(:install)
