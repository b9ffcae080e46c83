package sandbox

import (
	"os/exec"
	"runtime/debug"
	"syscall"
	"time"
	"unsafe"

	"golang.org/x/sys/windows"
)

func isolate(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{HideWindow: true}
}

// confine puts the child into a job object that limits its memory, processor
// time and processes, and that ends it when this process ends. The child gets
// its job only afterwards, so nothing foreign has run before.
func confine(cmd *exec.Cmd, lim Limits) (release func(), err error) {
	none := func() {}
	job, err := windows.CreateJobObject(nil, nil)
	if err != nil {
		return none, err
	}
	release = func() { _ = windows.CloseHandle(job) }
	info := windows.JOBOBJECT_EXTENDED_LIMIT_INFORMATION{
		BasicLimitInformation: windows.JOBOBJECT_BASIC_LIMIT_INFORMATION{
			LimitFlags: windows.JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE | windows.JOB_OBJECT_LIMIT_PROCESS_MEMORY |
				windows.JOB_OBJECT_LIMIT_ACTIVE_PROCESS | windows.JOB_OBJECT_LIMIT_PROCESS_TIME | windows.JOB_OBJECT_LIMIT_DIE_ON_UNHANDLED_EXCEPTION,
			ActiveProcessLimit:      1,
			PerProcessUserTimeLimit: int64(kernelSeconds(lim.Deadline)) * int64(time.Second) / 100, // of 100 ns
		},
		ProcessMemoryLimit: uintptr(lim.Memory),
	}
	if _, err := windows.SetInformationJobObject(job, windows.JobObjectExtendedLimitInformation,
		uintptr(unsafe.Pointer(&info)), uint32(unsafe.Sizeof(info))); err != nil {
		release()
		return none, err
	}
	proc, err := windows.OpenProcess(windows.PROCESS_SET_QUOTA|windows.PROCESS_TERMINATE, false, uint32(cmd.Process.Pid))
	if err != nil {
		release()
		return none, err
	}
	defer windows.CloseHandle(proc)
	if err := windows.AssignProcessToJobObject(job, proc); err != nil {
		release()
		return none, err
	}
	return release, nil
}

// processorTime asks for the child's kernel and user time.
func processorTime(cmd *exec.Cmd) (time.Duration, bool) {
	proc, err := windows.OpenProcess(windows.PROCESS_QUERY_LIMITED_INFORMATION, false, uint32(cmd.Process.Pid))
	if err != nil {
		return 0, false
	}
	defer windows.CloseHandle(proc)
	var created, exited, kernel, user windows.Filetime
	if windows.GetProcessTimes(proc, &created, &exited, &kernel, &user) != nil {
		return 0, false
	}
	span := func(f windows.Filetime) time.Duration {
		return time.Duration(int64(f.HighDateTime)<<32|int64(f.LowDateTime)) * 100
	}
	return span(kernel) + span(user), true
}

func limit(lim Limits) error {
	debug.SetMaxStack(256 << 20)
	debug.SetMemoryLimit(int64(lim.Memory / 2))
	return nil
}

func killedBySystem(*exec.Cmd) bool { return false }
