;;; drive.el --- What a user does: opens files, reads findings, takes code actions, types.  -*- lexical-binding: t -*-

(setq eglot-sync-connect 30
      eglot-confirm-server-initiated-edits nil
      make-backup-files nil
      create-lockfiles nil)

(defconst tour default-directory)

(defun await (what ready)
  "Wait until READY returns something, and return it; WHAT is for the message."
  (let ((deadline (+ (float-time) 60)) found)
    (while (and (not (setq found (funcall ready))) (< (float-time) deadline))
      (accept-process-output nil 0.05))
    (or found
        (error "Waited for %s; diagnostics: %S" what (mapcar #'flymake-diagnostic-text (flymake-diagnostics))))))

(defun pause ()
  "What Emacs does when its user pauses; in batch mode it never does."
  (eglot--signal-textDocument/didChange)
  (flymake-start))

(defun of (rule)
  "The diagnostics in this buffer that hold RULE, some words of them."
  (seq-filter (lambda (d) (string-match-p (regexp-quote rule) (flymake-diagnostic-text d)))
              (flymake-diagnostics)))

(defun act (finding title)
  "Take the code action TITLE at FINDING, from the menu."
  (goto-char (flymake-diagnostic-beg finding))
  (cl-letf ((last-nonmenu-event ?\r)    ; asked by the keyboard, not by the mouse
            ((symbol-function 'completing-read)
             (lambda (_prompt titles &rest _)
               (let ((list (all-completions "" titles)))
                 (or (car (member title list)) (error "No action %s among %S" title list))))))
    (call-interactively #'eglot-code-actions)))

(defun visit (file)
  "Open FILE with its server, which a screen would show after a command."
  (find-file (expand-file-name file tour))
  (run-hooks 'post-command-hook)
  (await "the server" #'eglot-managed-p)
  (flymake-start))

;; A fix.
(visit "server/pool.js")
(act (car (await "a finding in pool.js" (lambda () (of "threads for each core")))) "One thread for each core")
(pause)
(await "the fix" (lambda () (not (of "threads for each core"))))
(save-buffer)

;; The measurement, by the code action.
(visit "server/report.js")
(act (car (await "a finding in report.js" (lambda () (of "in one piece")))) "Measure this")
(await "evidence" (lambda () (of "measured: ")))

;; Typing: the finding moves.
(let ((line (line-number-at-pos (flymake-diagnostic-beg (car (of "in one piece"))))))
  (goto-char (point-min))
  (insert "// é 😀 名前\n")
  (pause)
  (await "the finding a line further down"
         (lambda ()
           (let ((d (car (of "in one piece"))))
             (and d (not (string-match-p "measured: " (flymake-diagnostic-text d)))
                  (= (line-number-at-pos (flymake-diagnostic-beg d)) (1+ line)))))))

;; A comment that ignores it.
(act (car (of "in one piece")) "Ignore cpubound on this line")
(pause)
(await "silence" (lambda () (not (of "in one piece"))))
(save-buffer)

(message "all is well")
(kill-emacs 0)
