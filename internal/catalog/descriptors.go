// This file has what gives a descriptor of the operating system, as a number.

package catalog

import (
	"go/types"
	"strings"
)

// descriptors are the functions of package syscall, and of those that are written after it, which
// open a descriptor and give it to their caller.
var descriptors = map[string]bool{
	"Open": true, "Openat": true, "Openat2": true, "OpenTree": true, "Creat": true, "CreateFile": true, "Dup": true,
	"Socket": true, "Socketpair": true, "Accept": true, "Accept4": true, "Pipe": true, "Pipe2": true,
	"MemfdCreate": true, "MemfdSecret": true, "Eventfd": true, "TimerfdCreate": true, "PidfdOpen": true, "PidfdGetfd": true,
	"EpollCreate": true, "EpollCreate1": true, "InotifyInit": true, "InotifyInit1": true, "FanotifyInit": true,
	"Kqueue": true, "PerfEventOpen": true, "Fsopen": true, "Fsmount": true, "Fspick": true,
}

// IsSyscall reports whether a function is one of the operating system's.
func IsSyscall(fn *types.Func) bool {
	if fn == nil || fn.Pkg() == nil {
		return false
	}
	switch unvendored(fn.Pkg().Path()) {
	case "syscall", "golang.org/x/sys/unix", "golang.org/x/sys/windows":
		return fn.Signature().Recv() == nil
	}
	return false
}

// GivesDescriptor reports whether a function opens a descriptor, and gives it to its caller: as a
// result, or in an argument, as Pipe does.
func GivesDescriptor(fn *types.Func) bool { return IsSyscall(fn) && descriptors[fn.Name()] }

// ClosesDescriptor reports whether a function closes a descriptor that it is given.
func ClosesDescriptor(fn *types.Func) bool {
	return IsSyscall(fn) && strings.HasPrefix(fn.Name(), "Close") && fn.Name() != "CloseOnExec"
}
