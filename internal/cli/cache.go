package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

func runCache(_ context.Context, env *Env, args []string) (int, error) {
	if len(args) != 1 || args[0] != "clean" {
		return 0, usagef(`cache: want "tether cache clean"`)
	}
	dir := env.cacheDir()
	if dir == "" {
		return ExitOK, nil
	}
	return ExitOK, cleanCache(dir)
}

// cleanCache removes what the driver keeps in dir, which are 256 directories and the
// time of the last trimming, what there was at earlier commits, and then dir itself if nothing else is in it:
// TETHER_CACHE may by mistake name a directory that holds more.
func cleanCache(dir string) error {
	var errs []error
	for i := range 256 {
		errs = append(errs, os.RemoveAll(filepath.Join(dir, fmt.Sprintf("%02x", i))))
	}
	points, _ := filepath.Glob(filepath.Join(dir, "history", "*.json"))
	for _, name := range points {
		errs = append(errs, os.Remove(name))
	}
	_ = os.Remove(filepath.Join(dir, "history"))
	for _, name := range []string{"trim.txt", "README"} {
		if err := os.Remove(filepath.Join(dir, name)); !errors.Is(err, fs.ErrNotExist) {
			errs = append(errs, err)
		}
	}
	_ = os.Remove(dir) // fails where something is left, as it should
	return errors.Join(errs...)
}

// cacheDir is where results are kept between runs; "" means nowhere.
func (env *Env) cacheDir() string {
	switch dir := env.Getenv("TETHER_CACHE"); dir {
	case "off":
		return ""
	case "":
		if base, err := os.UserCacheDir(); err == nil {
			return filepath.Join(base, "tether")
		}
		return "" // no home: a container, say. Nothing is lost but time.
	default:
		return env.abs(dir)
	}
}

// cacheDir is the directory for a run. One that cannot be written is told and
// done without.
func (j *job) cacheDir() string {
	if j.noCache {
		return ""
	}
	dir := j.env.cacheDir()
	if dir == "" {
		return ""
	}
	if err := os.MkdirAll(filepath.Join(dir, "00"), 0o777); err != nil { // as the driver would
		if !j.quiet {
			j.env.printError(fmt.Errorf("nothing is kept for the next run: %w", err))
		}
		return ""
	}
	return dir
}
