-- Starts `asynclint lsp` for the files that asynclint reads. As a plugin, or tried without installing:
--
--   nvim --cmd "set rtp+=editors/neovim" FILE
local filetypes = { "javascript", "javascriptreact", "typescript", "typescriptreact", "vue", "svelte", "astro", "go" }

if vim.lsp.config and vim.lsp.enable then -- Neovim 0.11
  vim.lsp.config("asynclint", {
    cmd = { "asynclint", "lsp" },
    filetypes = filetypes,
    root_markers = { "asynclint.json", "asynclint.jsonc", "package.json", "go.mod", ".git" },
  })
  vim.lsp.enable("asynclint")
  return
end

local clients = {}

local function root(dir)
  for _, marker in ipairs({ "package.json", "go.mod" }) do
    local found = vim.fn.findfile(marker, dir .. ";")
    if found ~= "" then
      return vim.fn.fnamemodify(found, ":p:h")
    end
  end
  return dir
end

vim.api.nvim_create_autocmd("FileType", {
  pattern = filetypes,
  callback = function(args)
    local dir = root(vim.fn.expand("<afile>:p:h"))
    if not (clients[dir] and vim.lsp.get_client_by_id(clients[dir])) then
      clients[dir] = vim.lsp.start_client({ name = "asynclint", cmd = { "asynclint", "lsp" }, root_dir = dir })
    end
    vim.lsp.buf_attach_client(args.buf, clients[dir])
  end,
})
