package lsp

import (
	"net/url"
	"path/filepath"
	"runtime"
	"strings"
)

// pathOf is the file that a URI names; false where it names something else, as a
// buffer that has no file yet.
func pathOf(uri string) (string, bool) {
	u, err := url.Parse(uri)
	if err != nil || u.Scheme != "file" || u.Path == "" {
		return "", false
	}
	path := u.Path
	if u.Host != "" && u.Host != "localhost" { // \\host\share
		path = "//" + u.Host + path
	}
	if hasDrive(path) {
		path = path[1:]
	}
	return filepath.Clean(filepath.FromSlash(path)), true
}

// hasDrive reports whether a path of a URI starts with a drive letter, as /C:/x does.
func hasDrive(path string) bool {
	return runtime.GOOS == "windows" && len(path) > 2 && path[0] == '/' && path[2] == ':'
}

// uriOf names a file.
func uriOf(path string) string {
	path = filepath.ToSlash(path)
	if !strings.HasPrefix(path, "/") {
		path = "/" + path
	}
	return (&url.URL{Scheme: "file", Path: path}).String()
}
